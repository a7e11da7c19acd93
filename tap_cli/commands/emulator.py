"""`tap emulator`."""

from __future__ import annotations

from pathlib import Path

from tap_cli.app import Door
from tap_cli.deployment.playground import keep_playground


def emulator(*, port: int = 0, log: Path | None = None, workstation: Door) -> None:
    """Keep an emulated AWS up until Ctrl-C, and print the line that leads a shell to it.

    Args:
        port: On 127.0.0.1; 0 takes any free one.
        log: The file that takes its log; without one, nothing does.
        workstation: The checkout and its user.
    """
    keep_playground(workstation.project, port, log)
