"""An environment that holds one distribution and what that needs, and nothing of this checkout."""

from __future__ import annotations

import os
import site
import subprocess
import sys
import venv
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from tools.release.distributions import Distribution

INSTALL_SECONDS: Final = 1200
"""The AWS provider's bindings alone are 350 MB."""
DOOR_SECONDS: Final = 120


_OPEN: Final = """
import importlib, sys
for package in map(importlib.import_module, sys.argv[1:]):
    for name in getattr(package, "__all__", ()):
        getattr(package, name)
"""


class CleanEnvironment:
    """A venv without a pip of its own, in which nothing but what is asked for is installed."""

    def __init__(self, folder: Path) -> None:
        venv.create(folder, with_pip=False, symlinks=True)
        self.folder = folder
        self.python = folder / "bin" / "python"

    def install(self, distribution: str, wheels: Path) -> str | None:
        """Install a distribution with all that it needs; return what pip says where it fails.

        Args:
            distribution: its name, with extras if any.
            wheels: the folder with the wheels of this repository; everything else comes from where pip is configured.
        """
        return self._pip("--find-links", str(wheels), "--no-compile", distribution)

    def install_alone(self, wheels: Sequence[Path]) -> str | None:
        """Install wheels, and borrow what they need from the environment of this process: quick, and without network.

        The installed packages of this process are put on the path as a folder, whose own `.pth` files are not read: a
        checkout that is installed there to be edited is not found.
        """
        borrowed = "\n".join(site.getsitepackages())
        next(self.folder.glob("lib/python*/site-packages")).joinpath("borrowed.pth").write_text(borrowed)
        return self._pip("--no-deps", "--no-index", "--no-compile", *map(str, wheels))

    def open_doors(self, distribution: Distribution) -> list[str]:
        """Import every public name of each package and ask each command for its help; return what failed."""
        doors = [[str(self.python), "-I", "-c", _OPEN, *distribution.packages]]
        doors += [[str(self.folder / "bin" / script), "--help"] for script in distribution.scripts]
        return [f"{distribution.name}: {failed}" for failed in map(self._failure, doors) if failed]

    def _failure(self, command: Sequence[str]) -> str | None:
        answer = subprocess.run(
            command,
            cwd=self.folder,
            env=self._variables(),
            capture_output=True,
            text=True,
            timeout=DOOR_SECONDS,
            check=False,
        )
        return answer.stderr.strip() or "it failed and said nothing" if answer.returncode != 0 else None

    def _pip(self, *arguments: str) -> str | None:
        pip = [sys.executable, "-m", "pip", "--python", str(self.python), "--quiet", "--disable-pip-version-check"]
        answer = subprocess.run(
            [*pip, "install", "--no-input", *arguments],
            env=os.environ,
            capture_output=True,
            text=True,
            timeout=INSTALL_SECONDS,
            check=False,
        )
        return answer.stderr.strip() if answer.returncode != 0 else None

    def _variables(self) -> dict[str, str]:
        """Return the variables of this process without what leads Python elsewhere."""
        return {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
