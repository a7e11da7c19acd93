"""`tap destroy`."""

from __future__ import annotations

from typing import NoReturn

from tap_cli.app import Door
from tap_cli.deployment import on_aws


def destroy(environment: str, /, *, workstation: Door) -> NoReturn:
    """On AWS: destroy an environment, after a question.

    Args:
        environment: The name of a file in environments/.
        workstation: The checkout and its user.
    """
    on_aws.destroy(workstation, environment, lambda line: print(line, flush=True))
