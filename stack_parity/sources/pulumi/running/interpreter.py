"""Which Python runs a program, and which folders it needs."""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from stack_parity.sources.pulumi.registrations import PulumiInputError

_USUAL: Final = (".venv", "venv")
"""Where a project's virtual environment is, where `Pulumi.yaml` does not say."""


@dataclass(frozen=True)
class Interpreter:
    """A Python: the program of it, and what of the file system belongs to it."""

    executable: Path
    folders: tuple[Path, ...]
    own: bool
    """Whether it is the one that runs the comparison."""
    words: str


def choose_interpreter(folder: Path, stated: str | None, chosen: str | None) -> Interpreter:
    """Choose the Python of a project: the user's choice, its own virtual environment, or the one that runs this.

    Args:
        folder: the project's.
        stated: `runtime.options.virtualenv` of `Pulumi.yaml`.
        chosen: what the user gave: a path, or a name on PATH.

    Raises:
        PulumiInputError: what the user gave is no Python.
    """
    if chosen is not None:
        return _chosen(chosen)
    for name in (stated, *_USUAL):
        place = folder / name if name else None
        found = _of_environment(place) if place is not None else None
        if found is not None:
            return found
    prefixes = {Path(sys.prefix), Path(sys.base_prefix), _home_of(Path(sys.executable))}
    return Interpreter(Path(sys.executable), tuple(sorted(prefixes)), own=True, words="the Python of the comparison")


def _chosen(given: str) -> Interpreter:
    path = Path(given) if os.sep in given else Path(shutil.which(given) or given)
    if not (path.is_file() and os.access(path, os.X_OK)):
        raise PulumiInputError(f"{given}: no Python there. Give --python a path or a name on PATH, such as python3.12.")
    absolute = Path.cwd() / path  # not resolved: a virtual environment is known by the place of the link
    environment = absolute.parent.parent
    home = _home_of(absolute)
    if not _is_installation(home):
        raise PulumiInputError(
            f"{given}: no Python installation around it (lib/python3…). Give the interpreter itself."
        )
    folders = (environment, home) if (environment / "pyvenv.cfg").is_file() else (home,)
    return Interpreter(absolute, folders, own=False, words=given)


def _of_environment(place: Path) -> Interpreter | None:
    """Return the Python of a virtual environment; None where it is none, or leads to no installation."""
    executable = Path(os.path.normpath(place / "bin" / "python"))
    if not (place / "pyvenv.cfg").is_file() or not executable.is_file():
        return None
    home = _home_of(executable)
    if not _is_installation(home):
        return None  # a link of the program's that would open another folder
    return Interpreter(executable, (executable.parent.parent, home), own=False, words=f"its {place.name}")


def _home_of(executable: Path) -> Path:
    return executable.resolve().parent.parent


def _is_installation(home: Path) -> bool:
    user = Path.home()
    return home not in {user, *user.parents} and any((home / "lib").glob("python3.*/os.py"))
