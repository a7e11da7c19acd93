"""`tap invoke`."""

from __future__ import annotations

import sys
from pathlib import Path

from tap_cli.app import Door
from tap_cli.deployment.account import find_account
from tap_cli.deployment.call import call
from tap_cli.deployment.environments import find_environment
from tap_cli.deployment.event import read_event


def invoke(environment: str, /, *, event: Path | None = None, workstation: Door) -> int:
    """Invoke the function of a deployed environment: its answer on standard output, its log on standard error.

    Exit code 1 where the function failed.

    Args:
        environment: The name of a file in environments/.
        event: A file that holds the event, as JSON; without one, the event is {}.
        workstation: The checkout and its user.
    """
    deployment = find_environment(workstation.project, environment)
    payload = b"{}" if event is None else read_event(event)
    find_account(deployment)
    answer = call(deployment.settings, payload)
    print(answer.log, end="", file=sys.stderr, flush=True)
    print(answer.payload)
    return int(answer.failed)
