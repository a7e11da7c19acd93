"""The Python packages of the project, in its venv, with the command `tap` beside them."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Final

from tap_cli.errors import UserError
from tap_cli.toolchain.project import Project
from tap_cli.toolchain.python import base_interpreter
from tap_cli.toolchain.step import Step
from tap_cli.toolchain.tool import Found
from tap_cli.toolchain.venv import VENV_HOLDS, locked
from tap_cli.toolchain.wheel import installed_version
from tap_cli.toolchain.workstation import Workstation

TITLE: Final = "The Python packages of Pipfile.lock"

UNCOMPILED: Final = "--extra-pip-args=--no-compile"
"""Python compiles a module when it is first imported: of the thousands of the provider packages a few ever are."""


def find(workstation: Workstation) -> Found:
    """Find the interpreter of the project's venv.

    Raises:
        UserError: it is missing.
    """
    project = workstation.project
    if not project.python.exists():
        raise UserError("The project's Python packages are not installed. Run: make setup (or: pipenv sync --dev)")
    return Found(project.python, installed_version(project.venv, "cdktf"), "installed by set-up; version of cdktf")


def steps(workstation: Workstation) -> Iterator[Step]:
    """Yield the step that makes the project's venv; a project of a user's own runs in one that is there."""
    project = workstation.project
    if project.is_own:
        return
    yield Step(
        TITLE,
        project.venv,
        locked(project, "default", "develop") + launcher(project),
        [
            [project.pipenv, "sync", "--python", base_interpreter(), "--dev", UNCOMPILED],
            [sys.executable, "-m", "tap_cli.toolchain.write_launcher", project.venv / "bin" / "tap"],
        ],
        keeps=True,
        holds=VENV_HOLDS,
        expected=40,
    )


def launcher(project: Project) -> str:
    """Return the program `tap` of the venv.

    No wheel carries it: the wheel of the construct library is installed in projects that know nothing of this command.
    """
    return (
        f"#!{project.python}\nimport sys\n\nsys.path.insert(0, {str(project.root)!r})\n"
        "from tap_cli.__main__ import main\n\nsys.exit(main())\n"
    )
