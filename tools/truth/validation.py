"""What the real provider says of a configuration: `terraform validate`, with the provider set up once."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from tap_cli.toolchain.provider_lock import LOCKED, requirement
from tap_cli.toolchain.toolbox import find_toolbox, without_steering
from tap_cli.toolchain.workstation import this_workstation

SECONDS: Final = 600.0
LOCK: Final = ".terraform.lock.hcl"


@dataclass(frozen=True)
class Fault:
    """One error of Terraform's: what it says, the file, and the line in it."""

    text: str
    file: str
    line: int | None


class Validator:
    """A Terraform whose provider lies in one folder for every configuration."""

    def __init__(self, folder: Path) -> None:
        workstation = this_workstation()
        toolbox = find_toolbox(workstation)
        self.binary = str(toolbox.terraform.path)
        self.variables = toolbox.variables(without_steering(workstation.variables))
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "main.tf.json").write_text(json.dumps(requirement(LOCKED)), "utf-8")
        self.run(folder, "init", "-input=false", "-no-color")

    def faults(self, folder: Path) -> list[Fault]:
        """Return the errors of the configuration in a folder; none where Terraform accepts it.

        Raises:
            RuntimeError: Terraform did not give an answer.
        """
        shutil.copyfile(self.folder / LOCK, folder / LOCK)
        answer = self.run(folder, "validate", "-json")
        try:
            said: dict[str, Any] = json.loads(answer.stdout)
        except ValueError:
            raise RuntimeError(f"terraform validate: {answer.stderr[-500:]}") from None
        return [_fault(one) for one in said["diagnostics"] if one["severity"] == "error"]

    def run(
        self, folder: Path, *arguments: str, variables: Mapping[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Run Terraform in a folder on the provider that is set up.

        Args:
            folder: holds the configuration.
            arguments: of Terraform.
            variables: of the process, instead of the workstation's.
        """
        return subprocess.run(
            [self.binary, *arguments],
            cwd=folder,
            env={
                **(self.variables if variables is None else variables),
                "TF_DATA_DIR": str(self.folder / ".terraform"),
            },
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )


def _fault(said: dict[str, Any]) -> Fault:
    place = said.get("range") or {}
    text = f"{said['summary']}: {said.get('detail', '')}".strip()
    return Fault(text, place.get("filename", ""), place.get("start", {}).get("line"))
