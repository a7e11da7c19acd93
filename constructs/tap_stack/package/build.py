"""The Lambda package as a function of its content: the same files give the same bytes, on any machine."""

from __future__ import annotations

import base64
import hashlib
import io
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tap_stack.faults import Fault
from tap_stack.package.selection import (
    ALLOW_FILE,
    IGNORE_FILE,
    LIST_LIMIT,
    LIST_RULE,
    PackageError,
    Selected,
    select_files,
)
from tap_stack.secret_shapes import find_secrets
from tap_stack.small_files import read_small_text

FIXED_TIME: Final = (1980, 1, 1, 0, 0, 0)
"""Time of every entry: the earliest that the zip format knows."""

FILE_MODE: Final = 0o100644
"""Mode of an entry: a regular file that Lambda's own user can read."""

EXECUTABLE_MODE: Final = 0o100755
"""Mode of an entry that Lambda's own user can run, too."""

SIZE_LIMIT: Final = 50 * 1024 * 1024
"""Bytes of a package that is uploaded directly (AWS Lambda quotas); nothing is compressed, so the files' limit, too."""


@dataclass(frozen=True)
class Entry:
    """One file of a package."""

    path: str
    size: int
    """In bytes."""
    mode: int
    """Permissions, 0o644 or 0o755."""
    sha256: str


@dataclass(frozen=True)
class Package:
    """A Lambda package: its bytes, what they hold, and the hash that AWS reports of them."""

    content: bytes
    manifest: tuple[Entry, ...] = ()

    @property
    def sha256(self) -> str:
        """SHA-256 in hexadecimal, which names the package."""
        return hashlib.sha256(self.content).hexdigest()

    @property
    def source_code_hash(self) -> str:
        """SHA-256 in base64, which is what AWS reports as `CodeSha256`: a second plan compares equal."""
        return base64.b64encode(hashlib.sha256(self.content).digest()).decode()


def build_package(code: Path) -> Package:
    """Pack a folder: sorted names, fixed times, modes executable or not, stored and not compressed.

    Compression is left out because its bytes differ between builds of zlib; the hash would follow the machine.

    Raises:
        PackageError: when the folder is empty, its package is larger than Lambda takes (sizes are asked before anything
            is read), a file cannot be packed faithfully, or one looks as if it held a secret.
    """
    files = select_files(code)
    _check_sizes(code, files, sum(file.size for file in files))
    contents = _read(code, files)
    manifest: list[Entry] = []
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for file in files:
            content = contents[file.name]
            mode = EXECUTABLE_MODE if file.executable else FILE_MODE
            entry = zipfile.ZipInfo(
                file.name, FIXED_TIME
            )  # stored: what an entry of this class is unless told otherwise
            entry.create_system = 3  # Unix, whatever machine packs: the mode below is read as Unix modes are
            entry.external_attr = mode << 16
            archive.writestr(entry, content)
            digest = hashlib.sha256(content).hexdigest()
            manifest.append(Entry(file.name, len(content), mode & 0o777, digest))
    _check_sizes(code, files, buffer.tell())
    return Package(buffer.getvalue(), tuple(manifest))


def _check_sizes(code: Path, files: list[Selected], size: int) -> None:
    if not files:
        rule, remedy = "a package holds the handler's module", "put the handler's module into it"
        raise PackageError([Fault(code.name, "has no file to pack", rule, remedy)])
    if size > SIZE_LIMIT:
        largest = max(files, key=lambda file: file.size)
        found = f"{size:,} bytes, of them {largest.size:,} in {largest.name}"
        rule = f"Lambda takes at most {SIZE_LIMIT:,} in a direct upload (AWS Lambda quotas)"
        remedy = f"move large dependencies into a layer, or list files in {IGNORE_FILE}"
        raise PackageError([Fault(code.name, found, rule, remedy)])


def _read(code: Path, files: list[Selected]) -> Mapping[str, bytes]:
    """Read every file, and look for secrets in it.

    Raises:
        PackageError: for files that cannot be read or hold what looks like a secret; with every fault.
    """
    faults: list[Fault] = []
    contents: dict[str, bytes] = {}
    allowed = _allowed(code, faults)
    for file in files:
        try:
            content = contents[file.name] = file.file.read_bytes()
        except OSError as error:
            where = f"{code.name}/{file.name}"
            faults.append(Fault(where, f"{error.strerror}", "a file that can be read", "let it be read"))
            continue
        if file.name not in allowed:
            faults += _secrets(code, file.name, content)
    if faults:
        raise PackageError(faults)
    return contents


def _secrets(code: Path, name: str, content: bytes) -> Iterator[Fault]:
    for line, kind in find_secrets(content):
        rule = "no secret goes into a package: whoever may read the function may read it"
        remedy = f"remove it, or if it is none say so in {code.name}/{ALLOW_FILE}: '{name}: <the reason>'"
        yield Fault(f"{code.name}/{name}, line {line}", f"what looks like {kind}", rule, remedy)


def _allowed(code: Path, faults: list[Fault]) -> set[str]:
    """Read which files may look as if they held a secret; a line without a reason is a fault."""
    try:
        lines = read_small_text(code / ALLOW_FILE, LIST_LIMIT).splitlines()
    except FileNotFoundError:
        return set()
    except (OSError, UnicodeDecodeError) as error:
        faults.append(Fault(f"{code.name}/{ALLOW_FILE}", str(error), LIST_RULE, "correct it"))
        return set()
    allowed = set()
    for number, line in enumerate(lines, 1):
        name, _, reason = line.partition(":")
        if not line.strip() or line.startswith("#"):
            continue
        if reason.strip():
            allowed.add(name.strip())
        else:
            where = f"{code.name}/{ALLOW_FILE}, line {number}"
            faults.append(Fault(where, "no reason", "a file and a reason: 'tests/key.txt: an example'", "add one"))
    return allowed
