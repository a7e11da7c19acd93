"""`tap move-state`."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

from tap_cli.app import Door
from tap_cli.deployment import moved_state
from tap_cli.deployment.isolated import CHANGES


def move_state(environment: str, /, *, origin: Annotated[str, Parameter(name="--from")], workstation: Door) -> int:
    """On AWS: take an environment's state to where its file says now; no resource is touched.

    The old one is kept beside itself as OLD.moved, and a plan from the new place is shown. Exit code 2 where that would
    change something, 3 where somebody holds the lock of either state.

    Args:
        environment: The name of a file in environments/, whose [state] names the new place.
        origin: Where the state lies: a file of the project, or s3://BUCKET/KEY.
        workstation: The checkout and its user.
    """
    changes = moved_state.move_state(workstation, environment, origin, lambda line: print(line, flush=True))
    return CHANGES if changes else 0
