"""`tap plan`."""

from __future__ import annotations

from tap_cli.app import Door
from tap_cli.deployment import on_aws


def plan(environment: str, /, *, workstation: Door) -> int:
    """On AWS: show what would change; exit code 2 where something would.

    Args:
        environment: The name of a file in environments/.
        workstation: The checkout and its user.
    """
    return on_aws.CHANGES if on_aws.plan(workstation, environment, lambda line: print(line, flush=True)) else 0
