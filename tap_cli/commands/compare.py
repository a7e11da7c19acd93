"""`tap compare`."""

from __future__ import annotations

import os
from typing import Annotated, NoReturn

from cyclopts import Parameter

from tap_cli.app import Door
from tap_cli.toolchain.process import become


def compare(*arguments: Annotated[str, Parameter(allow_leading_hyphen=True)], workstation: Door) -> NoReturn:
    """Compare the Pulumi version with this one, or any two programs; exit code 1 for differences alone.

    Args:
        arguments: An environment, or the paths of two programs; then options, which `tap compare --help` lists.
        workstation: The checkout and its user.
    """
    project, variables = workstation.project, workstation.variables
    found = os.pathsep.join(filter(None, (str(project.root), variables.get("PYTHONPATH"))))  # from whichever folder
    become([project.python, "-m", "product.compare", *arguments], {**variables, "PYTHONPATH": found})
