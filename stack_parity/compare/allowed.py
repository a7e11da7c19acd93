"""Differences that the project has agreed to, each with its reason."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from stack_parity.errors import InputError

_FIELDS = frozenset({"environment", "resource", "path", "reason"})


@dataclass(frozen=True)
class Allowance:
    """One agreed difference; `environment`, `resource` and `path` are shell patterns for what the report calls them."""

    path: str
    reason: str
    resource: str = "*"
    environment: str = "*"
    file: str = ""
    """Where it stands."""

    def covers(self, environment: str, resource: str, path: str) -> bool:
        """Return whether this is the difference that was agreed to."""
        return (
            fnmatchcase(environment, self.environment)
            and fnmatchcase(resource, self.resource)
            and fnmatchcase(path, self.path)
        )

    def __str__(self) -> str:
        return f"environment {self.environment!r}, resource {self.resource!r}, path {self.path!r}"


def read_allowances(file: Path) -> tuple[Allowance, ...]:
    """Read a file of `[[allow]]` tables.

    Raises:
        InputError: when the file cannot be read, is not TOML, or an entry lacks its reason.
    """
    try:
        document = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"{file}: cannot be read ({error.strerror}). Give an existing, readable file.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"{file}: not TOML ({error}).") from None
    entries = document.get("allow", [])
    if document.keys() - {"allow"} or not isinstance(entries, list):
        raise InputError(f"{file}: only [[allow]] tables are known here. Remove the rest.")
    return tuple(_allowance(entry, number, file) for number, entry in enumerate(entries, start=1))


def check_all_used(allowances: Iterable[Allowance], used: Iterable[Allowance], environments: Iterable[str]) -> None:
    """Refuse an allowance that nothing needs any more, among those for the environments that were compared.

    Raises:
        InputError: naming each.
    """
    compared, needed = tuple(environments), set(used)
    unused = [
        item
        for item in allowances
        if item not in needed and any(fnmatchcase(name, item.environment) for name in compared)
    ]
    if unused:
        entries = "; ".join(map(str, unused))
        where = f"{unused[0].file}: " if unused[0].file else ""
        raise InputError(f"{where}no such difference any more ({entries}). Remove what is not needed.")


def _allowance(entry: object, number: int, file: Path) -> Allowance:
    where = f"{file}: [[allow]] number {number}"
    if not isinstance(entry, dict) or not all(isinstance(value, str) for value in entry.values()):
        raise InputError(f"{where}: every field is a string.")
    if unknown := sorted(entry.keys() - _FIELDS):
        raise InputError(f"{where}: unknown field {', '.join(unknown)}. Known: {', '.join(sorted(_FIELDS))}.")
    if not entry.get("path") or not entry.get("reason", "").strip():
        raise InputError(f"{where}: `path` and `reason` are needed. Say which difference, and why it may be.")
    return Allowance(**entry, file=str(file))
