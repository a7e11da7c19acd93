"""pipenv, in a venv of its own: it makes the project's."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from tap_cli.errors import UserError
from tap_cli.toolchain.python import base_interpreter
from tap_cli.toolchain.step import Step
from tap_cli.toolchain.tool import Found
from tap_cli.toolchain.venv import venv_step
from tap_cli.toolchain.wheel import installed_version
from tap_cli.toolchain.workstation import Workstation

TITLE: Final = "The tool pipenv"


def find(workstation: Workstation) -> Found:
    """Find the pipenv that set-up uses.

    Raises:
        UserError: it is missing.
    """
    program = workstation.project.pipenv
    if not program.exists():
        raise UserError("pipenv is missing: it is in the category bootstrap of Pipfile.lock. Run: make setup")
    return Found(program, installed_version(program.parents[1], "pipenv"), "installed by set-up")


def steps(workstation: Workstation) -> Iterator[Step]:
    """Yield the step that makes the venv of pipenv."""
    project = workstation.project
    yield venv_step(project, project.pipenv.parents[1], "bootstrap", base_interpreter(), TITLE)
