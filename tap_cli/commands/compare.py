"""`tap compare`."""

from __future__ import annotations

from typing import Annotated, NoReturn

from cyclopts import Parameter

from tap_cli.app import Door
from tap_cli.toolchain.process import become


def compare(
    environment: str | None = None,
    /,
    *options: Annotated[str, Parameter(allow_leading_hyphen=True)],
    workstation: Door,
) -> NoReturn:
    """Compare the Pulumi version with this one; exit code 1 for differences, 2 when it could not compare.

    Args:
        environment: The name of a file in environments/; without one, every environment is compared.
        options: Options of `python -m stack_parity`, after a `--`.
        workstation: The checkout and its user.
    """
    one = [] if environment is None else ["--env", environment]
    become([workstation.project.python, "-m", "product.compare", *one, *options], workstation.variables)
