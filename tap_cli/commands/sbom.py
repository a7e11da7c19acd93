"""`tap sbom`."""

from __future__ import annotations

from typing import NoReturn

from tap_cli.app import Door
from tap_cli.toolchain.process import become


def sbom(*, workstation: Door) -> NoReturn:
    """Write sbom.json, the bill of materials of both lock files, in CycloneDX's form.

    Args:
        workstation: The checkout and its user.
    """
    become([workstation.project.python, "-m", "product.supply_chain", "sbom"], workstation.variables)
