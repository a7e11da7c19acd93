"""What is inside a code package: the SHA-256 of every file, whatever archive or folder it came in."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from stack_parity.model.values import Code, Value

CODE_ATTRIBUTES: Final = {"aws_lambda_function": "filename", "aws_lambda_layer_version": "filename"}
"""By Terraform type, the attribute that holds a code package."""
_FILES: Final = {"aws_s3_bucket_object": "source", "aws_s3_object": "source"}
"""By Terraform type, the attribute that holds the path of a file, which AWS gets as it is."""

LARGEST_PACKAGE: Final = 250 * 1024 * 1024
"""Bytes, unpacked: Lambda takes no more (Lambda quotas, "Deployment package size")."""


def with_contents(type_: str, attributes: Mapping[str, Value], folder: Path) -> dict[str, Value]:
    """Return the attributes of a resource with the content of the package or the file that one of them names.

    A file that cannot be read stays the path that it is.

    Args:
        type_: of the resource.
        attributes: of it.
        folder: in which paths begin.
    """
    found = dict(attributes)
    package, file = (attributes.get(names.get(type_, "")) for names in (CODE_ATTRIBUTES, _FILES))
    if isinstance(package, str):
        found[CODE_ATTRIBUTES[type_]] = read_package(folder / package, package)
    if isinstance(file, str) and (digest := hash_file(folder / file)):
        found[_FILES[type_]] = Code((("", digest),), file)
    return found


def read_package(path: Path, shown: str) -> Code:
    """Read a zip file or a folder.

    Args:
        path: where it is.
        shown: how to name it in a report, without a path of this machine.

    Returns:
        Its content by name, or a package of unknown content where it cannot be read.
    """
    try:
        if not (path.is_dir() or path.is_file()):
            return Code(None, shown)  # a device or a pipe may have no end
        entries = _folder(path) if path.is_dir() else _archive(path)
        return Code(tuple(sorted(entries)), shown)
    except (OSError, zipfile.BadZipFile, ValueError):
        return Code(None, shown)


def hash_file(path: Path) -> str | None:
    """Give the SHA-256 of one file, or None where it cannot be read."""
    try:
        return _hash(path) if path.is_file() and path.stat().st_size <= LARGEST_PACKAGE else None
    except OSError:
        return None


def _hash(path: Path) -> str:
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _folder(path: Path) -> Iterator[tuple[str, str]]:
    size = 0
    for file in path.rglob("*"):
        if file.is_file():
            size += file.stat().st_size
            _check(size)
            yield file.relative_to(path).as_posix(), _hash(file)


def _archive(path: Path) -> Iterator[tuple[str, str]]:
    with zipfile.ZipFile(path) as archive:
        _check(sum(entry.file_size for entry in archive.infolist()))
        for entry in archive.infolist():
            if not entry.is_dir():
                yield entry.filename, hashlib.sha256(archive.read(entry)).hexdigest()


def _check(size: int) -> None:
    if size > LARGEST_PACKAGE:
        raise ValueError("larger than any Lambda package")
