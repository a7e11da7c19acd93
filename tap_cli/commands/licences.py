"""`tap licences`."""

from __future__ import annotations

from typing import NoReturn

from tap_cli.app import Door
from tap_cli.toolchain.process import become


def licences(*, workstation: Door) -> NoReturn:
    """List the licences of every locked package; exit code 1 where one is not acceptable.

    Args:
        workstation: The checkout and its user.
    """
    become([workstation.project.python, "-m", "product.supply_chain", "licences"], workstation.variables)
