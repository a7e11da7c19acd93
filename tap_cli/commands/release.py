"""`tap release`."""

from __future__ import annotations

from typing import NoReturn

from tap_cli.app import Door
from tap_cli.toolchain.process import become


def release(*, workstation: Door) -> NoReturn:
    """Build the wheels into dist/, check them, and install each alone; publish and tag nothing.

    Args:
        workstation: The checkout and its user.
    """
    become([workstation.project.python, "-m", "tools.release"], workstation.variables)
