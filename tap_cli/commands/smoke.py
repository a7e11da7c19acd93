"""`tap smoke`."""

from __future__ import annotations

from tap_cli.app import Door
from tap_cli.deployment import smoke as deployment_smoke
from tap_cli.deployment.account import find_account
from tap_cli.deployment.environments import find_environment


def smoke(environment: str, /, *, workstation: Door) -> None:
    """Try a deployed environment once: its function, its API, their log and metric, and the alarms.

    Args:
        environment: The name of a file in environments/.
        workstation: The checkout and its user.
    """
    deployment = find_environment(workstation.project, environment)
    find_account(deployment)
    for line in deployment_smoke.smoke(deployment):
        print(line, flush=True)
