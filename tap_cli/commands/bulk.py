"""`tap bulk`."""

from __future__ import annotations

from typing import Annotated, NoReturn

from cyclopts import Parameter

from tap_cli.app import Door
from tap_cli.toolchain.process import become


def bulk(*options: Annotated[str, Parameter(allow_leading_hyphen=True)], workstation: Door) -> NoReturn:
    """Try inputs by the thousand, valid and broken, and write what became of them to docs/security.json.

    Args:
        options: Options of `python -m tools.bulk`.
        workstation: The checkout and its user.
    """
    become([workstation.project.python, "-m", "tools.bulk", *options], workstation.variables)
