import shutil
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from tap_cli.toolchain.project import PROJECT, Project


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


@pytest.fixture
def checkout(tmp_path: Path) -> Project:
    """A copy of this checkout with environments of its own and this one's tools."""
    for name in ("tap_cli", "tap_emulator", "handler", "constructs", "environments"):
        shutil.copytree(PROJECT.root / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("main.py", "cdktf.json"):
        shutil.copy(PROJECT.root / name, tmp_path)
    for folder in (PROJECT.venv, PROJECT.tools, PROJECT.node_modules):
        (tmp_path / folder.name).symlink_to(folder)
    return Project(tmp_path)
