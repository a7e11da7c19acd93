"""`tap add-environment`."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

from tap_cli.app import Door
from tap_cli.deployment import new_environment


def add_environment(name: str, /, *, origin: Annotated[str, Parameter("--from")], workstation: Door) -> None:
    """Add an environment with the settings of another, in the Pulumi version too.

    Args:
        name: The new environment's.
        origin: The environment whose settings it takes over.
        workstation: The checkout and its user.
    """
    for line in new_environment.add_environment(workstation.project, name, origin):
        print(line)
