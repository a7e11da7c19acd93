"""Which files of two code packages differ."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Final

SHOWN: Final = 5
"""Files of a package that are named; a package may hold thousands."""


def changed_files(folders: tuple[Path, Path], packages: tuple[str, str]) -> str:
    """Say which files two packages do not have in common, and what became of each.

    Args:
        folders: the folders of the two stacks.
        packages: the packages, relative to them.
    """
    left, right = (_digests(folder / package) for folder, package in zip(folders, packages, strict=True))
    fates = {
        name: "added" if name not in left else "removed" if name not in right else "changed"
        for name in sorted(left.keys() | right.keys())
        if left.get(name) != right.get(name)
    }
    said = [f"{name} {fate}" for name, fate in fates.items()]
    more = [f"{len(said) - SHOWN} more files"] if len(said) > SHOWN else []
    return ", ".join([*said[:SHOWN], *more]) or "packed otherwise"


def _digests(package: Path) -> dict[str, tuple[int, int]]:
    """Return size, checksum and mode of each file, as the archive's own list has them."""
    try:
        with zipfile.ZipFile(package) as archive:
            return {entry.filename: (entry.CRC, entry.external_attr) for entry in archive.infolist()}
    except (OSError, zipfile.BadZipFile):
        return {}
