"""`tap coverage`."""

from __future__ import annotations

from typing import Annotated, NoReturn

from cyclopts import Parameter

from tap_cli.app import Door
from tap_cli.commands.test import SEVERAL, keeping_bytecode
from tap_cli.toolchain.process import become


def coverage(*options: Annotated[str, Parameter(allow_leading_hyphen=True)], workstation: Door) -> NoReturn:
    """Run every test and measure what they reach.

    Args:
        options: Options of `python -m pytest`.
        workstation: The checkout and its user.
    """
    python, variables = workstation.project.python, keeping_bytecode(workstation.variables)
    become([python, "-m", "pytest", *SEVERAL, "--cov", *options], variables)
