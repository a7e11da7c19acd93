"""The packages of both lock files."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any, Final, Literal

PROJECT: Final = Path(__file__).resolve().parents[2]
PYTHON_LOCK: Final = PROJECT / "Pipfile.lock"
NODE_LOCK: Final = PROJECT / "package-lock.json"
SAYS_NOTHING: Final = ("UNKNOWN", "Dual License")
LONGEST_LINE: Final = 40
"""Characters of a licence's name; what is longer is its text."""


@dataclass(frozen=True, order=True)
class Package:
    """One package at one version."""

    ecosystem: Literal["PyPI", "npm"]
    """As the database of advisories calls it."""
    name: str
    version: str
    licence: str | None = None
    """As the package states it; None where nothing here can tell."""
    bundled: bool = False
    """It came inside another package, whose maker alone can renew it."""


def locked_packages(python_lock: Path = PYTHON_LOCK, node_lock: Path = NODE_LOCK) -> list[Package]:
    """Return every package of every category of both lock files, sorted, each version once."""
    return sorted(
        {*_of_python(python_lock), *_of_node(node_lock)}, key=lambda each: (each.ecosystem, each.name, each.version)
    )


def _of_python(lock: Path) -> Iterator[Package]:
    categories: dict[str, dict[str, Any]] = json.loads(lock.read_text("utf-8"))
    for category, packages in categories.items():
        for name, entry in packages.items() if category != "_meta" else ():
            if version := entry.get("version"):
                pinned = version.removeprefix("==")
                yield Package("PyPI", name, pinned, _stated(name, pinned))


def _of_node(lock: Path) -> Iterator[Package]:
    for path, entry in json.loads(lock.read_text("utf-8"))["packages"].items():
        if path:
            name = entry.get("name") or path.rpartition("node_modules/")[2]
            yield Package("npm", name, entry["version"], entry.get("license"), bool(entry.get("inBundle")))


def _stated(name: str, version: str) -> str | None:
    """Return what a package, if it is installed here, states: by expression, else in one line, else by classifiers."""
    try:
        about = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return None
    if about["Version"] != version:
        return None
    line = _first(about, "License")
    if line in SAYS_NOTHING or len(line) > LONGEST_LINE:
        line = ""
    classifiers = [entry for entry in about.get_all("Classifier") or [] if entry.startswith("License")]
    named = " AND ".join(sorted(entry.rpartition(" :: ")[2] for entry in classifiers))
    return _first(about, "License-Expression") or line or named or None


def _first(about: metadata.PackageMetadata, field: str) -> str:
    return next(iter(about.get_all(field) or []), "")
