"""`tap audit`."""

from __future__ import annotations

from typing import NoReturn

from tap_cli.app import Door
from tap_cli.toolchain.process import become


def audit(source: str | None = None, *, workstation: Door) -> NoReturn:
    """Ask for known faults of every locked package; exit code 1 for some, 3 when nobody could be asked.

    Args:
        source: The address of a database in the form of OSV; without one, OSV's own.
        workstation: The checkout and its user.
    """
    chosen = [] if source is None else ["--source", source]
    become([workstation.project.python, "-m", "product.supply_chain", "audit", *chosen], workstation.variables)
