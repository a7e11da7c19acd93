"""Tries code folders: each is packed faithfully, or refused with the clear message."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Final

from tap_stack.package import Package, PackageError, build_package
from tools.bulk.messages import unclear
from tools.bulk.tally import Tally

KIND: Final = "code folders"

NAMES: Final = (
    "handler.py", "a b.py", "é.py", "e\u0301.py", "日本/part.py", "a/b/c/d/e.txt", "back\\slash.py", "new\nline.txt",
    "-x", "#x",
    "${x}.py", "*.py", "data.bin", "cert.pem", "x" * 200, "a/.hidden", "keep.md", "bin/tool", "LICENSE",
    "a/__init__.py",
)  # fmt: skip
"""Files that belong into a package."""

LEFT_OUT: Final = (
    ".env", ".env.prod", ".aws/credentials", ".git/config", "__pycache__/a.pyc", "a/b.pyc", "id_rsa", "x.key",
    "a/.npmrc",
    "terraform.tfstate", "terraform.tfstate.backup", "x.tfvars", "env/pyvenv.cfg", "node_modules/x/index.js",
    "notes.md",
    "logs/a.txt", ".tapignore", "x~", ".ssh/id", ".DS_Store",
)  # fmt: skip
"""Files that never belong into one, by their names or by the ignore file that each folder has."""

IGNORE: Final = "*.md\n!keep.md\n/logs/\n"

SECRET: Final = b"key = 'AKIA" + b"Q" * 16 + b"'\n"


@dataclass
class Folder:
    """A code folder, and what its package must hold."""

    path: Path
    packed: dict[str, tuple[bytes, bool]] = field(default_factory=dict)
    """By name the content, and whether it is executable."""
    broken: str = ""
    """What is wrong with the folder."""

    def write(self, name: str, content: bytes, *, executable: bool = False) -> Path:
        """Write a file."""
        file = self.path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
        file.chmod(0o755 if executable else 0o644)
        return file


def try_folders(first: int, count: int) -> Tally:
    """Try folders by their numbers, half of them valid."""
    tally = Tally(KIND)
    for number in range(first, first + count):
        with TemporaryDirectory(prefix="bulk-") as parent:
            folder = _make(Random(number), Path(parent), right=number % 2 == 0)  # noqa: S311 - to be repeated
            with tally.input(f"folder {number}, {folder.broken or 'valid'}"):
                _try(number, folder, tally)
    return tally


def _try(number: int, folder: Folder, tally: Tally) -> None:
    try:
        package = build_package(folder.path)
    except PackageError as error:
        tally.refused += 1
        if not folder.broken or (lack := unclear(error)):
            tally.note("unclear", f"folder {number}: {lack if folder.broken else 'what is right is refused'}: {error}")
    else:
        tally.taken, tally.read_back = tally.taken + 1, tally.read_back + 1
        if folder.broken:
            tally.note("changed", f"folder {number}: packed, though it has {folder.broken}")
        elif (found := _packed(package)) != folder.packed:
            differing = sorted(name for name, _ in found.items() ^ folder.packed.items())
            tally.note("changed", f"folder {number}: {differing}")


def _packed(package: Package) -> dict[str, tuple[bytes, bool]]:
    with zipfile.ZipFile(io.BytesIO(package.content)) as archive:
        return {
            entry.filename: (archive.read(entry), bool(entry.external_attr >> 16 & 0o100))
            for entry in archive.infolist()
        }


def _make(random: Random, parent: Path, *, right: bool) -> Folder:
    folder = Folder(parent / "code")
    folder.path.mkdir()
    for name in random.sample(NAMES, random.randint(1, 6)):
        content, executable = random.randbytes(random.choice((0, 10, 3000))), random.random() < 0.3
        folder.write(name, content, executable=executable)
        folder.packed[name] = content, executable
    for name in random.sample(LEFT_OUT, random.randrange(5)):
        folder.write(name, SECRET)
    folder.write(".tapignore", IGNORE.encode())
    if random.random() < 0.3:
        target = random.choice([*folder.packed])
        (folder.path / "link").symlink_to(target)
        folder.packed["link"] = folder.packed[target]
    if not right:
        _break(random, folder, parent)
    return folder


def _break(random: Random, folder: Folder, parent: Path) -> None:
    outside = parent / "outside"
    outside.write_bytes(b"not of the folder")
    breaks: dict[str, Callable[[], object]] = {
        "a link out of the folder": lambda: (folder.path / "out").symlink_to(outside),
        "a link up": lambda: (folder.path / "up").symlink_to(".."),
        "a link to a folder": lambda: (folder.path / "again").symlink_to(folder.write("real/x.txt", b"x").parent),
        "a link to nowhere": lambda: (folder.path / "nowhere").symlink_to("no such file"),
        "a link to itself": lambda: (folder.path / "self").symlink_to("self"),
        "a link to a device": lambda: (folder.path / "device").symlink_to("/dev/zero"),
        "a pipe": lambda: os.mkfifo(folder.path / "pipe"),
        "a name that is not UTF-8": lambda: Path(os.fsdecode(os.fsencode(folder.path) + b"/\xff\xfe")).write_bytes(b""),
        "a secret": lambda: folder.write("settings.py", SECRET),
        "a file of 60 MB": lambda: os.truncate(folder.write("large", b""), 60 * 1024**2),
        "a file of 3 GB": lambda: os.truncate(folder.write("huge", b""), 3 * 1024**3),
        "an ignore file that is no text": lambda: folder.write(".tapignore", b"\xff\xfe\x00"),
    }
    folder.broken = random.choice([*breaks])
    breaks[folder.broken]()
