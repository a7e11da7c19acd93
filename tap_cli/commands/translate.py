"""`tap translate`."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

from tap_cli.app import Door
from tap_cli.errors import UserError
from tap_cli.toolchain.toolbox import find_toolbox

try:
    from stack_parity import translate as translate_program
except ModuleNotFoundError as error:
    raise UserError(f"{error}. This needs the comparison: pip install 'tapstack-cli[compare]'") from None


def translate(*arguments: Annotated[str, Parameter(allow_leading_hyphen=True)], workstation: Door) -> int:
    """Write a Pulumi program as Terraform JSON, have Terraform validate it, and compare it with its origin.

    Args:
        arguments: The folder of the program; then options, which `tap translate --help` lists.
        workstation: The checkout and its user.
    """
    try:
        variables = find_toolbox(workstation).variables(workstation.variables)
    except UserError:
        variables = dict(workstation.variables)  # without the tools: the translation says that Terraform was not asked
    return translate_program(arguments, program="tap translate", variables=variables)
