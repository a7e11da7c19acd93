"""Every tool, in the order in which set-up makes them: a later one may need an earlier one."""

from __future__ import annotations

from typing import Final

from tap_cli.toolchain import cdktf, function_python, node, packages, pipenv, provider, python, terraform
from tap_cli.toolchain.project import Project
from tap_cli.toolchain.tool import Tool

TOOLS: Final[tuple[Tool, ...]] = (python, pipenv, packages, node, cdktf, terraform, function_python, provider)
"""What set-up and a diagnosis walk."""


def tools_of(project: Project) -> tuple[Tool, ...]:
    """Return the tools of a project; one of a user's own gets its Python packages without our pipenv."""
    return tuple(tool for tool in TOOLS if not (project.is_own and tool is pipenv))
