"""`tap security`."""

from __future__ import annotations

from typing import NoReturn

from tap_cli.app import Door
from tap_cli.toolchain.process import become


def security(*, workstation: Door) -> NoReturn:
    """Judge the permissions of every environment, and write the figures of docs/security.md.

    Args:
        workstation: The checkout and its user.
    """
    become([workstation.project.python, "-m", "product.security"], workstation.variables)
