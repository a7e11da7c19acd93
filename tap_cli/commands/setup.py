"""`tap setup`."""

from __future__ import annotations

from tap_cli.app import Door
from tap_cli.toolchain.set_up import set_up_apart


def setup(*, workstation: Door) -> None:
    """Make all that the project needs: Python packages, Node, the cdktf CLI, Terraform.

    Args:
        workstation: The checkout and its user.
    """
    set_up_apart(workstation)
