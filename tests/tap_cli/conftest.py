import shutil
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from tap_cli.toolchain.project import PROJECT, Project
from tests.support.project import copy_app, copy_folder


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
    """A copy of this checkout with the app of the tests and this checkout's tools."""
    return copy_checkout(tmp_path)


@pytest.fixture(scope="module")
def shared_checkout(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A checkout as above, for all tests of a module."""
    return copy_checkout(tmp_path_factory.mktemp("checkout"))


def copy_checkout(folder: Path) -> Project:
    """Copy this checkout's source and the app of the tests into a folder, and link what set-up made."""
    copy_app(folder)
    for name in ("tap_cli", "tap_emulator", "constructs", "pytest_cdktf"):
        copy_folder(PROJECT.root / name, folder / name)
    shutil.copy(PROJECT.provider_lock, folder)
    for made in (PROJECT.venv, PROJECT.tools, PROJECT.node_modules):
        (folder / made.name).symlink_to(made)
    return Project(folder)
