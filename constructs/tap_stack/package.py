"""The Lambda package as a function of its content: the same files give the same bytes, on any machine."""

from __future__ import annotations

import base64
import hashlib
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tap_stack.faults import TapStackError

CACHES: Final = frozenset({"__pycache__", ".pytest_cache", ".mypy_cache", ".ruff_cache", ".DS_Store", ".git", ".venv"})
"""Names of folders and files that tools leave beside code; none of them belongs into a package."""

FIXED_TIME: Final = (1980, 1, 1, 0, 0, 0)
"""Time of every entry: the earliest that the zip format knows."""

FILE_MODE: Final = 0o100644
"""Mode of every entry: a regular file that Lambda's own user can read."""

SIZE_LIMIT: Final = 50 * 1024 * 1024
"""Bytes of a package that is uploaded directly (AWS Lambda quotas)."""


class PackageError(TapStackError):
    """A code folder that cannot become a Lambda package.

    Args:
        message: what is wrong with the folder and what to do.
    """


@dataclass(frozen=True)
class Package:
    """A Lambda package: its bytes and the hash that AWS reports of them."""

    content: bytes

    @property
    def sha256(self) -> str:
        """SHA-256 in hexadecimal, which names the package."""
        return hashlib.sha256(self.content).hexdigest()

    @property
    def source_code_hash(self) -> str:
        """SHA-256 in base64, which is what AWS reports as `CodeSha256`: a second plan compares equal."""
        return base64.b64encode(hashlib.sha256(self.content).digest()).decode()


def build_package(code: Path) -> Package:
    """Pack a folder: sorted names, fixed times and modes, no caches, stored and not compressed.

    Compression is left out because its bytes differ between builds of zlib; the hash would follow the machine.

    Raises:
        PackageError: when the folder is empty or its package is larger than Lambda takes.
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, file in sorted(_files(code)):
            entry = zipfile.ZipInfo(name, FIXED_TIME)  # stored: what an entry of this class is unless told otherwise
            entry.create_system = 3  # Unix, whatever machine packs: the mode below is read as Unix modes are
            entry.external_attr = FILE_MODE << 16
            archive.writestr(entry, file.read_bytes())
        if not archive.namelist():
            raise PackageError(f"The code folder {code.name!r} has no file to pack. Put the handler's module into it.")
    if buffer.tell() > SIZE_LIMIT:
        raise PackageError(
            f"The package of {code.name!r} has {buffer.tell():,} bytes; Lambda takes at most {SIZE_LIMIT:,} in a "
            "direct upload. Move large dependencies into a layer."
        )
    return Package(buffer.getvalue())


def _files(code: Path) -> Iterator[tuple[str, Path]]:
    for file in code.rglob("*"):
        relative = file.relative_to(code)
        if file.is_file() and file.suffix != ".pyc" and CACHES.isdisjoint(relative.parts):
            yield relative.as_posix(), file
