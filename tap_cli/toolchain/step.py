"""A step of set-up: it makes one folder, and is skipped while the folder's stamp says that nothing has changed.

A stamp lies inside the folder that it vouches for and is written last: a folder that was deleted, or whose making was
interrupted, is made again. After its first line the stamp lists what the folder then held: where one of these is gone,
or is a link that leads nowhere, the folder is made anew.
"""

from __future__ import annotations

import hashlib
import os
import platform
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tap_cli.errors import UserError
from tap_cli.toolchain.process import supervise
from tap_cli.toolchain.progress import shown
from tap_cli.toolchain.workstation import Workstation

STEP_SECONDS: Final = 1800.0
"""The longest that one step may take, on the slowest network."""

STAMP: Final = ".set-up"
"""The file in a made folder that says from what it was made."""

NO_NETWORK: Final = (
    "Temporary failure in name resolution",
    "Name or service not known",
    "NewConnectionError",
    "Network is unreachable",
    "ENOTFOUND",
    "EAI_AGAIN",
    "ECONNREFUSED",
    "ENETUNREACH",
)
"""What pip and npm say when they reach no registry."""

MISLEADING: Final = ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "PIP_REQUIRE_VIRTUALENV", "PIP_TARGET", "PIP_USER")
"""Variables that lead pip and pipenv to another project."""


@dataclass(frozen=True)
class Step:
    """One folder that set-up makes.

    Attributes:
        title: what it is, for people.
        folder: what it makes.
        inputs: everything that its content follows from.
        commands: what makes it, in order.
        keeps: whether it adds to a folder that is there already, of the same Python, instead of making it anew.
        needed: whether set-up fails when it does.
        holds: patterns, relative to the folder, of what it must not lose.
        expected: seconds that it takes the first time (docs/where-the-time-goes.md).
    """

    title: str
    folder: Path
    inputs: str
    commands: Sequence[Sequence[str | Path]]
    keeps: bool = False
    needed: bool = True
    holds: Sequence[str] = ()
    expected: float = 0.0

    @property
    def fingerprint(self) -> str:
        """The stamp's text: the Python that runs set-up, and a digest of the inputs; a venv cannot be moved."""
        digest = hashlib.sha256(f"{self.folder}\n{self.inputs}".encode()).hexdigest()
        return f"{_python_version()} {digest}\n"

    def is_done(self) -> bool:
        """Return whether the folder is what the inputs ask for, and holds all that it was made with."""
        stamped = self._stamped()
        return stamped is not None and stamped.startswith(self.fingerprint) and not self.lost()

    def lost(self) -> list[str]:
        """Return what the folder held when it was made, and holds no more."""
        entries = (self._stamped() or "").splitlines()[1:]
        return [entry for entry in entries if not (self.folder / entry).exists()]

    def make(self, workstation: Workstation) -> None:
        """Make the folder, and show how it goes.

        Raises:
            UserError: it failed and is needed.
        """
        try:
            with shown(self.title, self.expected, self.folder):
                self._make(workstation)
        except UserError as error:
            if self.needed:
                raise
            print(f"{error}\nSet-up goes on without it.", file=sys.stderr, flush=True)

    def _make(self, workstation: Workstation) -> None:
        self._prepare()
        project, variables = workstation.project, _variables(workstation)
        log_file = project.tools / "set-up.log"
        with log_file.open("w") as log:
            for command in self.commands:
                code = supervise(command, cwd=project.root, variables=variables, log=log, timeout=STEP_SECONDS)
                if code != 0:
                    raise UserError(self._failure(log_file, project.root))
        (self.folder / STAMP).write_text(self.fingerprint + "".join(f"{entry}\n" for entry in self._entries()))

    def _prepare(self) -> None:
        """Leave a folder that the commands can start from, with a stamp that says `unfinished`."""
        stamped = self._stamped()
        is_other_python = stamped is not None and stamped.split()[:1] != [_python_version()]
        if not self.keeps or is_other_python or self.lost():
            shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / STAMP).write_text("unfinished\n")

    def _entries(self) -> list[str]:
        found = [path.relative_to(self.folder) for pattern in self.holds for path in self.folder.glob(pattern)]
        return sorted(str(path) for path in found if path.name != "__pycache__")

    def _stamped(self) -> str | None:
        try:
            return (self.folder / STAMP).read_text()
        except OSError:
            return None

    def _failure(self, log_file: Path, root: Path) -> str:
        said = log_file.read_text(errors="replace")
        reason = next((f"no package registry was reached ({sign})" for sign in NO_NETWORK if sign in said), None)
        last = "\n".join(f"    {line}" for line in said.strip().splitlines()[-5:])
        remedy = "Check the network or the proxy, then run: make setup" if reason else "Then run: make setup"
        return (
            f"Set-up failed: {self.title}: {reason or 'the last lines of its output are'}\n{last}\n"
            f"The whole output is in {log_file.relative_to(root)}. {remedy}"
        )


def _variables(workstation: Workstation) -> dict[str, str]:
    """Return the variables for pip, pipenv and npm: the user's, without what would lead them to another project."""
    kept = {
        name: value
        for name, value in workstation.variables.items()
        if name not in MISLEADING and not name.startswith("PIPENV_")
    }
    return kept | {
        "PIPENV_VENV_IN_PROJECT": "1",
        "PIPENV_IGNORE_VIRTUALENVS": "1",
        "PIPENV_PIPFILE": str(workstation.project.root / "Pipfile"),
        "PIPENV_NOSPIN": "1",
        "PATH": os.pathsep.join([str(workstation.project.venv / "bin"), workstation.path]),
    }


def _python_version() -> str:
    return ".".join(platform.python_version_tuple()[:2])
