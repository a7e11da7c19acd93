"""`tap deploy`."""

from __future__ import annotations

from typing import NoReturn

from tap_cli.app import Door
from tap_cli.deployment import on_aws


def deploy(environment: str, /, *, workstation: Door) -> NoReturn:
    """On AWS: deploy an environment, after a question.

    Args:
        environment: The name of a file in environments/.
        workstation: The checkout and its user.
    """
    on_aws.deploy(workstation, environment, lambda line: print(line, flush=True))
