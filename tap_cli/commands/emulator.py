"""`tap emulator`."""

from __future__ import annotations

from tap_cli.app import Door
from tap_cli.deployment.playground import keep_playground


def emulator(*, port: int = 0, workstation: Door) -> None:
    """Keep an emulated AWS up until Ctrl-C, and print the variables to use it.

    Args:
        port: On 127.0.0.1; 0 takes any free one.
        workstation: The checkout and its user.
    """
    keep_playground(workstation.project, port)
