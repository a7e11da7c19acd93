"""Sphinx, in a venv of its own: it makes the documentation's site. No part of set-up: only `tap docs` needs it."""

from __future__ import annotations

from typing import Final

from tap_cli.toolchain.project import Project
from tap_cli.toolchain.python import base_interpreter
from tap_cli.toolchain.step import Step
from tap_cli.toolchain.venv import venv_step

TITLE: Final = "The generator of the documentation"


def step(project: Project) -> Step:
    """Return the step that makes the venv of Sphinx."""
    return venv_step(project, project.tools / "docs", "docs", base_interpreter(), TITLE)
