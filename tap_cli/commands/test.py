"""`tap test`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Final, NoReturn

from cyclopts import Parameter

from tap_cli.app import Door
from tap_cli.toolchain.process import become

SEVERAL: Final = ("-n", "auto", "--dist", "loadfile", "--no-loadscope-reorder")
"""Files of tests overlap; the tests of one share its fixtures, so they stay together and in their order."""


def test(*options: Annotated[str, Parameter(allow_leading_hyphen=True)], workstation: Door) -> NoReturn:
    """Run every test, several at a time.

    Args:
        options: Options of `python -m pytest`.
        workstation: The checkout and its user.
    """
    become([workstation.project.python, "-m", "pytest", *SEVERAL, *options], keeping_bytecode(workstation.variables))


def keeping_bytecode(variables: Mapping[str, str]) -> dict[str, str]:
    """Return process variables under which Python keeps what it compiles: the tests start hundreds of processes."""
    return {name: value for name, value in variables.items() if name != "PYTHONDONTWRITEBYTECODE"}
