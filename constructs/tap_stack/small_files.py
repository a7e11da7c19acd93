"""Reads the small text files that tell this library something: settings, and what a package leaves out or allows."""

from __future__ import annotations

import stat
from pathlib import Path


def read_small_text(file: Path, limit: int) -> str:
    """Return a file's text as it is, in UTF-8, its ends of lines included.

    Args:
        file: where it should lie; a device, a pipe and a folder are not opened.
        limit: bytes that it may have.

    Raises:
        OSError: it is not there, is no file, is larger, or cannot be read.
        UnicodeDecodeError: it is no text in UTF-8.
    """
    if not stat.S_ISREG(file.stat().st_mode):
        raise OSError("no file")
    with file.open("rb") as stream:
        content = stream.read(limit + 1)
    if len(content) > limit:
        raise OSError(f"more than {limit:,} bytes")
    return content.decode()
