"""The Python 3.12 that runs deployed functions in the emulator, with what AWS's runtime brings."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from tap_cli.errors import UserError
from tap_cli.toolchain.python import LAMBDA_VERSION, find_python
from tap_cli.toolchain.step import Step
from tap_cli.toolchain.tool import Found
from tap_cli.toolchain.venv import venv_step
from tap_cli.toolchain.wheel import installed_version
from tap_cli.toolchain.workstation import Workstation

TITLE: Final = "A Python 3.12 that runs functions"


def find(workstation: Workstation) -> Found:
    """Find the Python that set-up made for functions.

    Raises:
        UserError: this machine has none; functions run under the current Python then.
    """
    python = workstation.project.lambda_python
    if not python.exists():
        raise UserError(
            "There is no Python 3.12 with venv here, so functions run under the current Python. Install one and run: "
            "make setup"
        )
    version = ".".join(map(str, LAMBDA_VERSION))
    runtime = installed_version(python.parents[1], "awslambdaric")
    return Found(python, version, f"installed by set-up, with awslambdaric {runtime}")


def steps(workstation: Workstation) -> Iterator[Step]:
    """Yield the step that makes the venv, where this machine has a Python of that version."""
    if python := find_python(LAMBDA_VERSION, workstation):
        project = workstation.project
        yield venv_step(project, project.lambda_python.parents[1], "lambda", python, TITLE)
