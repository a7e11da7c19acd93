"""What Terraform says of what was written: `terraform validate`, with the provider initialized once for all stacks."""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from stack_parity.errors import InputError

SECONDS: Final = 900.0
"""The longest that one call may take; a first download of the provider is 675 MB."""
LOCK: Final = ".terraform.lock.hcl"
NAME: Final = "TERRAFORM_BINARY_NAME"
"""Names another program than `terraform`, as it does for the cdktf command line."""


@dataclass(frozen=True)
class Terraform:
    """A Terraform of this machine."""

    program: str
    variables: Mapping[str, str]

    def faults(self, folders: Iterable[Path]) -> list[tuple[str, ...]]:
        """Return the errors of each configuration; none where Terraform accepts it. The folders stay as they are.

        Raises:
            InputError: Terraform gave no answer: the provider cannot be had, for one.
        """
        with tempfile.TemporaryDirectory(prefix="validate-") as scratch:
            found, lock = [], Path(scratch) / LOCK
            for number, folder in enumerate(folders):
                copy = Path(scratch) / str(number)
                shutil.copytree(folder, copy)
                if lock.exists():
                    shutil.copyfile(lock, copy / LOCK)
                else:
                    self._initialize(copy, Path(scratch))
                    shutil.copyfile(copy / LOCK, lock)
                found.append(self._faults(copy, Path(scratch)))
            return found

    def _initialize(self, folder: Path, scratch: Path) -> None:
        answer = self._run(["init", "-backend=false", "-input=false", "-no-color"], folder, scratch)
        if answer.returncode != 0:
            said = " ".join((answer.stderr or answer.stdout).split())
            raise InputError(f"terraform init ended with exit code {answer.returncode}: {said[-400:]}")

    def _faults(self, folder: Path, scratch: Path) -> tuple[str, ...]:
        answer = self._run(["validate", "-json"], folder, scratch)
        try:
            said: dict[str, Any] = json.loads(answer.stdout)
        except ValueError:
            raise InputError(f"terraform validate gave no answer: {answer.stderr.strip()[-400:]}") from None
        return tuple(_words(one) for one in said["diagnostics"] if one["severity"] == "error")

    def _run(self, arguments: Sequence[str], folder: Path, scratch: Path) -> subprocess.CompletedProcess[str]:
        variables = {**self.variables, "TF_DATA_DIR": str(scratch / ".terraform"), "CHECKPOINT_DISABLE": "1"}
        try:
            return subprocess.run(
                [self.program, *arguments],
                cwd=folder,
                env=variables,
                capture_output=True,
                text=True,
                timeout=SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise InputError(f"terraform {arguments[0]} did not end within {SECONDS:g} s.") from None
        except OSError as error:
            raise InputError(f"{self.program} cannot be run ({error.strerror}).") from None


def find_terraform(variables: Mapping[str, str]) -> Terraform | None:
    """Find the Terraform that PATH leads to, or that TERRAFORM_BINARY_NAME names; None where there is none."""
    program = shutil.which(variables.get(NAME, "terraform"), path=variables.get("PATH"))
    return Terraform(program, variables) if program else None


def _words(diagnostic: dict[str, Any]) -> str:
    place = diagnostic.get("range") or {}
    at = f"{place.get('filename', '')} line {place.get('start', {}).get('line')}: " if place else ""
    return " ".join(f"{at}{diagnostic['summary']} {diagnostic.get('detail', '')}".split())
