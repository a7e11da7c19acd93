"""Set-up: walks the tools, and makes what is missing."""

from __future__ import annotations

import fcntl
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from tap_cli.errors import UserError
from tap_cli.toolchain import python
from tap_cli.toolchain.inherited import check_inherited, unreadable
from tap_cli.toolchain.project import Project
from tap_cli.toolchain.step import Step
from tap_cli.toolchain.tools import tools_of
from tap_cli.toolchain.workstation import Workstation

LOCK_SECONDS: Final = 1800.0
"""How long to wait for another set-up of the same checkout."""


def set_up(workstation: Workstation) -> None:
    """Make what is missing; say in a few lines what is made.

    Raises:
        UserError: a step failed, or nothing can be written where the user's variables say.
    """
    start = time.monotonic()
    check_inherited(workstation)
    for line in unreadable(workstation):
        print(f"Set-up: {line}", flush=True)
    python.find(workstation)
    if all(step.is_done() for step in steps(workstation)):
        print(f"Set-up: nothing to do ({time.monotonic() - start:.1f} s).")
        return
    with alone(workstation.project):
        for step in steps(workstation):
            if not step.is_done():
                step.make(workstation)
    print(f"Set-up: done ({time.monotonic() - start:.0f} s).")


def set_up_apart(workstation: Workstation, *, quiet: bool = False) -> None:
    """Set up in a process of the interpreter that the venv was made from: the venv itself may be made anew.

    Args:
        workstation: the checkout and its user.
        quiet: print what is made on standard error.

    Raises:
        UserError: it failed; why is on standard error.
    """
    is_own = workstation.project.is_own  # then this environment has the command, and nobody makes it anew
    command = [sys.executable if is_own else str(python.base_interpreter()), "-m", "tap_cli.toolchain", "setup"]
    root, variables = workstation.project.root, dict(workstation.variables)
    code = subprocess.run(
        command, cwd=root, env=variables, stdout=sys.stderr if quiet else None, check=False
    ).returncode
    if code != 0:
        raise UserError("The set-up has failed; what it said is above.")


def steps(workstation: Workstation) -> Iterator[Step]:
    """Yield the steps of every tool in their order; a later one may need what an earlier one made."""
    for tool in tools_of(workstation.project):
        yield from tool.steps(workstation)


@contextmanager
def alone(project: Project) -> Iterator[None]:
    """Keep a second set-up of the same checkout waiting; the lock falls with the process that holds it.

    Raises:
        UserError: the other one takes too long.
    """
    project.tools.mkdir(parents=True, exist_ok=True)
    with (project.tools / "set-up.lock").open("w") as lock:
        start, announced = time.monotonic(), False
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if not announced:
                    print("Set-up: waiting for another set-up of this checkout …", flush=True)
                    announced = True
                if time.monotonic() - start > LOCK_SECONDS:
                    raise UserError(
                        "Another set-up of this checkout has not ended. End it, then run: make setup"
                    ) from None
                time.sleep(0.5)
        yield
