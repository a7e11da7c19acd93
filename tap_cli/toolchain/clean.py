"""Takes away what set-up, the demo, a synthesis and the checks made; never a state, and nothing that git knows."""

from __future__ import annotations

import shutil
from pathlib import Path

from tap_cli.toolchain.project import Project


def clean(project: Project) -> list[Path]:
    """Remove every folder that the project makes by itself; return those that were there."""
    made = [
        *(() if project.is_own else (project.venv,)),  # a user's own project runs in an environment of the user's
        project.tools,
        project.node_modules,
        project.output,
        project.demos,
        *(project.root / name for name in (".mypy_cache", ".pytest_cache", ".ruff_cache", ".hypothesis")),
    ]
    there = [folder for folder in made if folder.is_dir() or folder.is_symlink()]
    for folder in there:
        if folder.is_symlink():  # what it leads to belongs to somebody else
            folder.unlink()
        else:
            shutil.rmtree(folder)
    return there
