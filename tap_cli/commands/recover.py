"""`tap recover`."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

from tap_cli.app import Door
from tap_cli.deployment.environments import find_environment
from tap_cli.deployment.recovery import recover as bring_back


def recover(
    environment: str,
    /,
    *,
    approve: Annotated[bool, Parameter(negative="")] = False,
    unlock: str | None = None,
    workstation: Door,
) -> None:
    """On AWS: bring back what a killed deployment left: its lock, its state, and what no state knows.

    It is safe when nothing is wrong, and a second time. Exit code 3 where a lock is held whose id was not given.

    Args:
        environment: The name of a file in environments/.
        approve: Ask nobody.
        unlock: The id of the lock to take away; give it when you know that its holder is dead.
        workstation: The checkout and its user.
    """
    find_environment(workstation.project, environment)
    bring_back(workstation, environment, lambda line: print(line, flush=True), approved=approve, unlock=unlock)
