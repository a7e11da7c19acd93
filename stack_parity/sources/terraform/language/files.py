"""Functions that read files: of the stack's own folder only."""

from __future__ import annotations

import base64
import hashlib
import os
import posixpath
from collections.abc import Callable
from pathlib import Path
from typing import Final

from stack_parity.model.values import Value
from stack_parity.sources.terraform.language.written import Verbatim, unevaluated

LARGEST: Final = 250 * 1024 * 1024
"""Bytes of a file that is hashed: a Lambda function's package is no larger (Lambda quotas)."""

_LARGEST_TEXT: Final = 1024 * 1024
"""Bytes of a file whose text is compared."""


def _base64(content: bytes) -> str:
    return base64.b64encode(content).decode()


_HASHES: Final[dict[str, Callable[[bytes], str]]] = {
    "filebase64sha256": lambda content: _base64(hashlib.sha256(content).digest()),
    "filebase64sha512": lambda content: _base64(hashlib.sha512(content).digest()),
    "filemd5": lambda content: hashlib.md5(content, usedforsecurity=False).hexdigest(),
    "filesha1": lambda content: hashlib.sha1(content, usedforsecurity=False).hexdigest(),
    "filesha256": lambda content: hashlib.sha256(content).hexdigest(),
    "filesha512": lambda content: hashlib.sha512(content).hexdigest(),
}
_CONTENTS: Final[dict[str, Callable[[bytes], str]]] = {"file": bytes.decode, "filebase64": _base64}

FILE_FUNCTIONS: Final = _HASHES.keys() | _CONTENTS.keys()


def of_file(function: str, path: str, folder: Path | None) -> Value:
    """Return what a function says of a file.

    Where the file is out of reach, the call stays, with its path from the stack's folder: the same call in another
    folder may have another value.

    Args:
        function: one of `FILE_FUNCTIONS`.
        path: from the stack's folder, as Terraform runs there.
        folder: that folder; None where only a file is known.
    """
    if folder is not None:
        content = _content(folder, path, LARGEST if function in _HASHES else _LARGEST_TEXT)
        if content is not None:
            try:
                return (_HASHES | _CONTENTS)[function](content)
            except UnicodeDecodeError:
                pass
    return elsewhere(function, [posixpath.normpath(path)], folder)


def elsewhere(function: str, arguments: list[Value], folder: Path | None) -> Value:
    """Return a call whose value depends on the place where it is made."""
    found = unevaluated(Verbatim(f"{function}("), *_separated(arguments), Verbatim(")"))
    return found.at(place_of(folder))


def place_of(path: Path | None) -> str:
    """Return what tells one place from another, without its name; the same at each call for an unknown one."""
    return hashlib.sha256(os.fsencode(path.resolve())).hexdigest() if path is not None else "unknown"


def _separated(arguments: list[Value]) -> list[Verbatim | Value]:
    pieces: list[Verbatim | Value] = []
    for argument in arguments:
        pieces += [Verbatim(","), argument] if pieces else [argument]
    return pieces


def _content(folder: Path, path: str, largest: int) -> bytes | None:
    """Return the content of a file inside the folder; None for any other, and for one that is too large."""
    try:
        file = (folder / path).resolve()
        if not file.is_relative_to(folder.resolve()) or not file.is_file() or file.stat().st_size > largest:
            return None
        return file.read_bytes()
    except (OSError, ValueError):
        return None
