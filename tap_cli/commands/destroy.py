"""`tap destroy`."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

from tap_cli.app import Door
from tap_cli.deployment import on_aws


def destroy(
    environment: str, /, *, approve: Annotated[bool, Parameter(negative="")] = False, workstation: Door
) -> None:
    """On AWS: destroy an environment, after a question.

    Args:
        environment: The name of a file in environments/.
        approve: Ask nobody.
        workstation: The checkout and its user.
    """
    on_aws.destroy(workstation, environment, lambda line: print(line, flush=True), approved=approve)
