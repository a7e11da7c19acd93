"""`tap torture`."""

from __future__ import annotations

from typing import Annotated, NoReturn

from cyclopts import Parameter

from tap_cli.app import Door
from tap_cli.toolchain.process import become


def torture(*options: Annotated[str, Parameter(allow_leading_hyphen=True)], workstation: Door) -> NoReturn:
    """Kill deployments on an emulated AWS and let it fail, and print what one recovery brings back.

    Args:
        options: Options of `python -m tools.torture`.
        workstation: The checkout and its user.
    """
    become([workstation.project.python, "-m", "tools.torture", *options], workstation.variables)
