"""Finds the Pythons of this machine."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

LAMBDA_VERSION: Final = (3, 12)
"""The Python of the Lambda runtime that the functions are deployed with."""

ASK_SECONDS: Final = 10.0
_ASK: Final = """
import importlib.util, sys
can_make_environments = all(map(importlib.util.find_spec, ("venv", "ensurepip")))
print(*sys.version_info[:2], can_make_environments)
"""


def base_interpreter() -> Path:
    """Return the interpreter that the current virtual environment was made from, never that of another one."""
    if sys.prefix == sys.base_prefix:
        return Path(sys.executable)
    return Path(sys.base_prefix) / "bin" / f"python{sys.version_info.major}.{sys.version_info.minor}"


def find_python(version: tuple[int, int], environ: Mapping[str, str], home: Path) -> Path | None:
    """Find a Python of this version that can make environments.

    Looks at the current one, at PATH, and where pyenv and uv keep theirs.
    """
    for candidate in _candidates(version, environ, home):
        if _is(candidate, version):
            return candidate
    return None


def _candidates(version: tuple[int, int], environ: Mapping[str, str], home: Path) -> Iterator[Path]:
    name = f"python{version[0]}.{version[1]}"
    if sys.version_info[:2] == version:
        yield base_interpreter()
    if found := shutil.which(name, path=environ.get("PATH", os.defpath)):
        yield Path(found)
    pyenv = Path(environ.get("PYENV_ROOT", home / ".pyenv")) / "versions"
    data = Path(environ.get("XDG_DATA_HOME", home / ".local" / "share"))
    uv = Path(environ.get("UV_PYTHON_INSTALL_DIR", data / "uv" / "python"))
    for folder in (pyenv, uv):
        yield from sorted(folder.glob(f"*{version[0]}.{version[1]}.*/bin/{name}"), reverse=True)


def _is(python: Path, version: tuple[int, int]) -> bool:
    """Ask an interpreter for its version; a shim of pyenv, say, may exist and yet run nothing."""
    try:
        answer = subprocess.run(
            [python, "-I", "-S", "-c", _ASK], capture_output=True, text=True, timeout=ASK_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return answer.stdout.split() == [*map(str, version), "True"]
