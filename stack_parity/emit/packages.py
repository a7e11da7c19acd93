"""Code packages and files that a program hands over, written beside the configuration by their content."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path
from typing import Final

from stack_parity.model.values import Code

FOLDER: Final = "files"
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
"""The oldest time that a zip file can hold: archives of one content are equal byte for byte."""


@dataclass(frozen=True)
class Package:
    """One file to write: a copy, or an archive of several by their name in it."""

    path: str
    files: tuple[tuple[str, Path | str], ...]
    """By name, where its content lies, or the content itself."""
    is_archive: bool


class Packages:
    """Finds the content of a program's packages from its folder."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self.found: dict[str, Package] = {}

    def add(self, code: Code, name: str) -> str | None:
        """Return the path at which a package will lie; None for one whose content is out of reach."""
        files = self._files(code)
        if files is None or self._folder is None:
            return None
        given = self._folder / code.source
        if given.is_file() and zipfile.is_zipfile(given):
            package = Package(f"{FOLDER}/{name}.zip", (("", given),), is_archive=False)
        elif [inside for inside, _ in files] == [""]:
            content = files[0][1]
            suffix = content.suffix if isinstance(content, Path) else ".txt"
            package = Package(f"{FOLDER}/{name}{suffix}", files, is_archive=False)
        else:
            package = Package(f"{FOLDER}/{name}.zip", files, is_archive=True)
        self.found[package.path] = package
        return package.path

    def _files(self, code: Code) -> tuple[tuple[str, Path | str], ...] | None:
        """Return where each file of a package lies, by its name inside; a lone file has the name ''."""
        if code.files is None or self._folder is None:
            return None
        given = self._folder / code.source
        if code.places or code.texts:
            found = [file for name, path in code.places for file in _inside(name, self._folder / path)]
            return (*found, *code.texts) if all(file.is_file() for _, file in found) else None
        if given.is_file():
            return (("", given),)
        return tuple((name, given / name) for name, _ in code.files) if given.is_dir() else None


def write_package(package: Package, folder: Path) -> None:
    """Write one package into the folder of the configuration."""
    target = folder / package.path
    target.parent.mkdir(parents=True, exist_ok=True)
    if not package.is_archive:
        target.write_bytes(_content(package.files[0][1]))
        return
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, file in sorted(package.files, key=itemgetter(0)):
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), _content(file), zipfile.ZIP_DEFLATED)


def _content(held: Path | str) -> bytes:
    return held.encode() if isinstance(held, str) else held.read_bytes()


def _inside(name: str, place: Path) -> Iterator[tuple[str, Path]]:
    """Yield a file by its name in the archive; of a folder, each file in it."""
    if not place.is_dir():
        yield name, place
        return
    for file in sorted(place.rglob("*")):
        if file.is_file():
            yield f"{name}/{file.relative_to(place).as_posix()}".lstrip("/"), file
