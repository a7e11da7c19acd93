"""`tap truth`."""

from __future__ import annotations

from typing import Annotated, NoReturn

from cyclopts import Parameter

from tap_cli.app import Door
from tap_cli.toolchain.process import become


def truth(*options: Annotated[str, Parameter(allow_leading_hyphen=True)], workstation: Door) -> NoReturn:
    """Try the comparison on programs of which it is known what it must say, and print how often it does.

    Args:
        options: Options of `python -m tools.truth`.
        workstation: The checkout and its user.
    """
    become([workstation.project.python, "-m", "tools.truth", *options], workstation.variables)
