"""Paths that a process inherits in its variables, looked at before Node, pip or Terraform fail over one of them."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from tap_cli.errors import UserError
from tap_cli.toolchain.workstation import Workstation

WRITTEN: Final[Mapping[str, str]] = {
    "HOME": "npm, pip and the framework keep what they download below it",
    "TMPDIR": "temporary files go there",
    "XDG_CACHE_HOME": "pip and pipenv keep what they download there",
}
"""Variables that name a folder to write in, and what for."""

READ: Final = ("PYENV_ROOT", "UV_PYTHON_INSTALL_DIR", "XDG_DATA_HOME")
"""Variables that name a folder in which a Python is looked for; without it another place may have one."""


def check_inherited(workstation: Workstation) -> None:
    """Refuse inherited folders in which nothing can be written.

    Raises:
        UserError: one line for each, with its remedy.
    """
    named = {"HOME": str(workstation.home)} | dict(workstation.variables)
    faults = [
        f"{name} is {named[name]}, where nothing can be written ({reason}): {purpose}. "
        f"Name a folder of yours: export {name}=…"
        for name, purpose in WRITTEN.items()
        if named.get(name) and (reason := _unwritable(Path(named[name]), must_exist=name == "TMPDIR"))
    ]
    if faults:
        raise UserError("\n".join(faults))


def unreadable(workstation: Workstation) -> Iterator[str]:
    """Yield a line for each inherited folder that the user may not read; the search for a Python leaves it out."""
    for name in READ:
        folder = workstation.variables.get(name)
        try:
            if folder:
                os.stat(folder)  # noqa: PTH116 - a path's own `exists` hides the reason
        except FileNotFoundError:
            continue
        except (OSError, ValueError) as error:
            yield f"{name} is {folder}, which cannot be read ({_reason(error)}): no Python is looked for in it."


def _unwritable(folder: Path, *, must_exist: bool) -> str | None:
    """Return why nothing can be written in a folder, or why it cannot be made; None when all is well."""
    try:
        there = folder if must_exist else next(each for each in (folder, *folder.parents) if _exists(each))
        if not there.is_dir():
            return "Not a directory" if _exists(there) else "No such directory"
        return None if os.access(there, os.W_OK | os.X_OK) else "Permission denied"
    except (OSError, ValueError) as error:
        return _reason(error)


def _exists(path: Path) -> bool:
    """Return whether there is something; unlike `Path.exists`, raise where that cannot be known."""
    try:
        path.stat()
    except FileNotFoundError:
        return False
    return True


def _reason(error: OSError | ValueError) -> str:
    return error.strerror or type(error).__name__ if isinstance(error, OSError) else str(error)
