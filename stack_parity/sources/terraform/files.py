"""Reading JSON files with a bound on their size and one clear line for each fault."""

from __future__ import annotations

import json
import stat
from pathlib import Path
from typing import Final

from stack_parity.errors import InputError

LARGEST_FILE: Final = 64 * 1024 * 1024
"""Bytes. A plan of thousands of resources has a few MB."""

DEEPEST: Final = 200
"""Lists and objects inside one another. A plan of nested modules has some dozens; each Python ends elsewhere itself."""


def read_json(file: Path) -> dict[str, object]:
    """Read one JSON object.

    Raises:
        InputError: when the file cannot be read, is larger than `LARGEST_FILE`, or holds something else.
    """
    try:
        status = file.stat()
        if not stat.S_ISREG(status.st_mode):
            raise InputError(f"{file}: no regular file. Give a file, not a device, a pipe or a socket.")
        size = status.st_size
        if size > LARGEST_FILE:
            raise InputError(
                f"{file}: {size // 2**20} MB; files of up to {LARGEST_FILE // 2**20} MB are read. "
                "Give the plan or the state of one stack."
            )
        with file.open("rb") as opened:
            content = opened.read(LARGEST_FILE).decode()
    except OSError as error:
        raise InputError(f"{file}: cannot be read ({error.strerror}). Give an existing, readable file.") from None
    except UnicodeDecodeError:
        raise InputError(f"{file}: not text in UTF-8. Give a JSON file, not a binary plan or an archive.") from None
    return _parse(content, file)


def _parse(content: str, file: Path) -> dict[str, object]:
    try:
        document = json.loads(content)
    except RecursionError:
        raise _too_deep(file) from None
    except json.JSONDecodeError as error:
        if error.msg == "Extra data" and error.lineno > 1:
            raise InputError(
                f"{file}: several JSON documents, one a line: an event stream. Give the result: "
                "`pulumi preview --json` without streaming, or `terraform show -json`."
            ) from None
        place = f"line {error.lineno}, column {error.colno}"
        raise InputError(f"{file}: not JSON ({error.msg}, {place}).") from None
    if not isinstance(document, dict):
        raise InputError(f"{file}: a JSON {type(document).__name__}; an object is needed.")
    if _is_deeper_than(DEEPEST, document):
        raise _too_deep(file)
    return document


def _too_deep(file: Path) -> InputError:
    return InputError(f"{file}: nested too deeply; up to {DEEPEST} lists and objects inside one another are read.")


def _is_deeper_than(depth: int, document: object) -> bool:
    level: list[object] = [document]
    for _ in range(depth + 1):
        level = [
            inner
            for value in level
            if isinstance(value, dict | list)
            for inner in (value.values() if isinstance(value, dict) else value)
        ]
    return bool(level)
