import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from deployment.project import Project


@pytest.fixture
def empty_project(tmp_path: Path) -> Project:
    """A checkout in which nothing was set up yet."""
    root = tmp_path / "checkout"
    root.mkdir()
    return Project(root)


@pytest.fixture
def program(tmp_path: Path) -> Callable[[str, str], Path]:
    """Make a program in a folder for PATH: `program("terraform", "echo …")` returns the folder."""

    def make(name: str, script: str) -> Path:
        file = tmp_path / "bin" / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(f"#!/bin/sh\n{script}\n")
        file.chmod(file.stat().st_mode | stat.S_IXUSR)
        return file.parent

    return make
