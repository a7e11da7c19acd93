"""The Pythons of this machine: the one that makes venvs, and others by their version."""

from __future__ import annotations

import platform
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from tap_cli.errors import UserError
from tap_cli.toolchain.step import Step
from tap_cli.toolchain.tool import Found
from tap_cli.toolchain.workstation import Workstation

TITLE: Final = "Python, with its module venv"

LAMBDA_VERSION: Final = (3, 12)
"""The Python of the Lambda runtime that the functions are deployed with."""

ASK_SECONDS: Final = 10.0
_ASK: Final = """
import importlib.util, sys
can_make_venvs = all(map(importlib.util.find_spec, ("venv", "ensurepip")))
print(*sys.version_info[:2], can_make_venvs)
"""


def find(_: Workstation) -> Found:
    """Return the Python that makes venvs.

    Raises:
        UserError: it cannot: Debian and Ubuntu package that part apart.
    """
    if missing := [name for name in ("venv", "ensurepip") if find_spec(name) is None]:
        raise UserError(
            f"{sys.executable} lacks the standard module {missing[0]}, which makes venvs. Install it, on Debian "
            "and Ubuntu with: apt install python3-venv. Then run: make setup"
        )
    return Found(base_interpreter(), platform.python_version(), "runs set-up")


def steps(_: Workstation) -> tuple[Step, ...]:
    """Return no step: set-up itself runs on this Python."""
    return ()


def base_interpreter() -> Path:
    """Return the interpreter that the current venv was made from: a venv is never made from another one."""
    if sys.prefix == sys.base_prefix:
        return Path(sys.executable)
    return Path(sys.base_prefix) / "bin" / f"python{sys.version_info.major}.{sys.version_info.minor}"


def find_python(version: tuple[int, int], workstation: Workstation) -> Path | None:
    """Find a Python of this version that can make venvs; None where there is none.

    Looks at the current one, at PATH, and where pyenv and uv keep theirs.
    """
    for candidate in _candidates(version, workstation):
        if _is(candidate, version):
            return candidate
    return None


def _candidates(version: tuple[int, int], workstation: Workstation) -> Iterator[Path]:
    name = f"python{version[0]}.{version[1]}"
    if sys.version_info[:2] == version:
        yield base_interpreter()
    if found := shutil.which(name, path=workstation.path):
        yield Path(found)
    variables, home = workstation.variables, workstation.home
    pyenv = Path(variables.get("PYENV_ROOT", home / ".pyenv")) / "versions"
    data = Path(variables.get("XDG_DATA_HOME", home / ".local" / "share"))
    uv = Path(variables.get("UV_PYTHON_INSTALL_DIR", data / "uv" / "python"))
    for folder in (pyenv, uv):
        yield from _newest_first(folder, f"*{version[0]}.{version[1]}.*/bin/{name}")


def _newest_first(folder: Path, pattern: str) -> list[Path]:
    """Return what matches in a folder; nothing where the user may not read it."""
    try:
        return sorted(folder.glob(pattern), reverse=True)
    except OSError:
        return []


def _is(python: Path, version: tuple[int, int]) -> bool:
    """Ask an interpreter for its version; a shim of pyenv, say, may exist and yet run nothing."""
    try:
        answer = subprocess.run(
            [python, "-I", "-S", "-c", _ASK], capture_output=True, text=True, timeout=ASK_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return answer.stdout.split() == [*map(str, version), "True"]
