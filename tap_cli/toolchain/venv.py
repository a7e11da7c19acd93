"""A venv of its own for one category of Pipfile.lock, made by pip with every hash checked."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, Final

from tap_cli.toolchain.project import Project
from tap_cli.toolchain.step import Step

VENV_HOLDS: Final = ("bin/*", "lib/python*/site-packages/*")
"""What a venv must not lose: its programs, its interpreter among them, and its packages."""


def venv_step(
    project: Project, folder: Path, category: str, python: Path, title: str, *, needed: bool = True, expected: float = 5
) -> Step:
    """Return the step that makes a venv which holds one category of the lock."""
    requirements = folder / "requirements.txt"
    pip = [
        str(folder / "bin" / "python"),
        "-m",
        "pip",
        "--disable-pip-version-check",
        "install",
        "--no-input",
        "--no-compile",
    ]
    return Step(
        title,
        folder,
        locked(project, category),
        [
            [python, "-m", "venv", folder],
            [sys.executable, "-m", "tap_cli.toolchain.lock_files", category, requirements],
            [*pip, "--require-hashes", "--requirement", str(requirements)],
        ],
        needed=needed,
        holds=VENV_HOLDS,
        expected=expected,
    )


def locked(project: Project, *categories: str) -> str:
    """Return categories of Pipfile.lock as one text, whatever their order in the file."""
    lock: dict[str, Any] = json.loads(project.pipfile_lock.read_text())
    return json.dumps([lock[name] for name in categories], sort_keys=True)
