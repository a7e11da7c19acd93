"""The import table: who may import whom, read from `docs/imports.toml` and held against the source.

A row names a room: a module, or a package with everything below it that has no row of its own. It may import the
modules of this project that `imports` lists and the installed packages that `packages` lists; the standard library is
free to all.
"""

from __future__ import annotations

import ast
import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
TABLE: Final = ROOT / "docs" / "imports.toml"
SOURCE_ROOT: Final = "constructs"
STANDARD: Final = sys.stdlib_module_names | {"_typeshed"}
"""What every room may import; the second holds types of the standard library."""
ANY: Final = "*"
"""In `packages`: whatever the requirements of the room itself pin."""


@dataclass(frozen=True)
class Row:
    """What one room may import."""

    imports: tuple[str, ...]
    packages: tuple[str, ...]


@dataclass(frozen=True)
class Import:
    """One import in one file: of a module of this project, or of an installed package."""

    file: str
    room: str
    target: str
    first_party: bool


Rows = Mapping[str, Row]


def read_rows(table: Path = TABLE) -> Rows:
    """Return the rows by the names of their rooms, in the order of the file."""
    rows = tomllib.loads(table.read_text("utf-8"))
    return {room: Row(tuple(row["imports"]), tuple(row["packages"])) for room, row in rows.items()}


def room_of(module: str, rooms: Iterable[str]) -> str | None:
    """Return the room with the longest name that holds a module; None outside of every room."""
    return max((room for room in rooms if _is_below(module, room)), key=len, default=None)


def find_imports(rows: Rows, root: Path = ROOT) -> list[Import]:
    """Return every import that leads out of its room, of every file that lies in one."""
    modules = _modules(rows, root)
    return [
        found for module, file in modules.items() for found in _imports_of(module, file, rows, modules.keys(), root)
    ]


def files_in_rooms(rows: Rows, root: Path = ROOT) -> list[str]:
    """Return every file that lies in a room, relative to the checkout."""
    return [file.relative_to(root).as_posix() for file in _modules(rows, root).values()]


def forbidden(rows: Rows, imports: Iterable[Import]) -> list[str]:
    """Return what the table lacks, one line for each import."""
    return [
        f"{found.file} imports {found.target}: docs/imports.toml does not list it for {found.room}"
        for found in imports
        if not any(_allows(entry, found, rows) for entry in _entries(rows[found.room], found))
    ]


def unneeded(rows: Rows, imports: Iterable[Import]) -> list[str]:
    """Return each entry of the table that no import needs, and each row of a room without files."""
    found = list(imports)
    return [
        f"docs/imports.toml lets {room} import {entry}: nothing there does"
        for room, row in rows.items()
        for first_party, entries in ((True, row.imports), (False, row.packages))
        for entry in entries
        if entry != ANY
        and not any(
            each.room == room and each.first_party == first_party and _allows(entry, each, rows) for each in found
        )
    ]


def cycles(rows: Rows) -> list[str]:
    """Return the rooms from which a way of imports leads back to them."""
    ways = {room: set(filter(None, (room_of(entry, rows) for entry in row.imports))) for room, row in rows.items()}
    return [room for room in rows if room in _reachable(room, ways)]


def _entries(row: Row, found: Import) -> tuple[str, ...]:
    return row.imports if found.first_party else row.packages


def _allows(entry: str, found: Import, rows: Rows) -> bool:
    if not found.first_party:
        return entry in {found.target, ANY}
    room = room_of(found.target, rows)
    return _is_below(found.target, entry) and room is not None and len(room) <= len(entry)


def _is_below(module: str, package: str) -> bool:
    return module == package or module.startswith(f"{package}.")


def _reachable(room: str, ways: Mapping[str, set[str]]) -> set[str]:
    reached: set[str] = set()
    ahead = set(ways[room])
    while ahead:
        reached |= ahead
        ahead = {further for each in ahead if each in ways for further in ways[each]} - reached
    return reached


def _modules(rows: Rows, root: Path) -> dict[str, Path]:
    """Return the files of every room by their modules' whole names."""
    tops = {room.split(".")[0] for room in rows}
    found: dict[str, Path] = {}
    for top in sorted(tops):
        for place in (root / SOURCE_ROOT / top, root / top):
            files = [place.with_suffix(".py")] if place.with_suffix(".py").is_file() else sorted(place.rglob("*.py"))
            found |= {_module_name(file, place.parent): file for file in files}
    return {module: file for module, file in found.items() if room_of(module, rows)}


def _module_name(file: Path, root: Path) -> str:
    parts = file.relative_to(root).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _imports_of(module: str, file: Path, rows: Rows, known: Iterable[str], root: Path) -> Iterator[Import]:
    room = room_of(module, rows)
    assert room is not None  # noqa: S101 - only modules of a room get here
    known = set(known)
    for name in sorted(_imported_names(module, file)):
        target = _first_party(name, module, known)
        if target and room_of(target, rows) != room:
            yield Import(file.relative_to(root).as_posix(), room, target, first_party=True)
        elif not target and (package := name.split(".")[0]) not in STANDARD:
            yield Import(file.relative_to(root).as_posix(), room, package, first_party=False)


def _imported_names(module: str, file: Path) -> set[str]:
    """Return whole names of what a file imports, wherever in the file; of `from a import b` it is `a.b`."""
    names = set()
    package = module if file.name == "__init__.py" else module.rpartition(".")[0]
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            parents = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            origin = ".".join([*parents, *filter(None, [node.module])])
            names |= {f"{origin}.{alias.name}" for alias in node.names}
    return names


def _first_party(name: str, module: str, known: set[str]) -> str | None:
    """Return the module of this project that an imported name means: itself, or what it is a name in.

    A program that is run from its own folder (the Pulumi version) imports its neighbours without the folder's name.
    """
    folder = module.split(".")[0]
    for whole in (name, f"{folder}.{name}"):
        for candidate in (whole, whole.rpartition(".")[0]):
            if candidate in known and (candidate != folder or whole == name or folder not in known):
                return candidate
    return None
