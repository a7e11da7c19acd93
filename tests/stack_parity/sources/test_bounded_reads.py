"""Reads that have an end: no device, no pipe, and no file larger than what is compared."""

import os
from pathlib import Path

import pytest

from stack_parity.errors import InputError
from stack_parity.model.values import Code
from stack_parity.sources.detection import find
from stack_parity.sources.packages import LARGEST_PACKAGE, hash_file, read_package


@pytest.fixture
def pipe(tmp_path: Path) -> Path:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    return path


def test_a_pipe_is_no_input(pipe: Path) -> None:
    with pytest.raises(InputError, match="no regular file"):
        find(pipe)


def test_a_device_is_no_input() -> None:
    with pytest.raises(InputError, match="no regular file"):
        find(Path("/dev/zero"))


def test_a_pipe_is_no_package(pipe: Path) -> None:
    assert read_package(pipe, "pipe") == Code(None, "pipe")
    assert hash_file(pipe) is None


def test_a_file_larger_than_any_package_is_not_read(tmp_path: Path) -> None:
    large = tmp_path / "large"
    with large.open("wb") as opened:
        opened.truncate(60 * LARGEST_PACKAGE)
    assert hash_file(large) is None
