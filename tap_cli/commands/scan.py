"""`tap scan`."""

from __future__ import annotations

from typing import NoReturn

from tap_cli.app import Door
from tap_cli.toolchain.process import become


def scan(*, workstation: Door) -> NoReturn:
    """Scan the plan of every environment; exit code 1 for a finding without its reason, 3 when nothing was scanned.

    Args:
        workstation: The checkout and its user.
    """
    become([workstation.project.python, "-m", "product.scan"], workstation.variables)
