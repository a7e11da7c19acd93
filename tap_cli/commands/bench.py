"""`tap bench`."""

from __future__ import annotations

from typing import Annotated, NoReturn

from cyclopts import Parameter

from tap_cli.app import Door
from tap_cli.toolchain.process import become


def bench(*options: Annotated[str, Parameter(allow_leading_hyphen=True)], workstation: Door) -> NoReturn:
    """Measure what a synth costs, against the peers: half an hour.

    Args:
        options: Options of `python -m benchmarks`.
        workstation: The checkout and its user.
    """
    become([workstation.project.python, "-m", "benchmarks", "--project", *options], workstation.variables)
