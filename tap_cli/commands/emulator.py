"""`tap emulator`."""

from __future__ import annotations

from typing import NoReturn

from tap_cli.app import Door
from tap_cli.deployment.demo import function_python
from tap_cli.toolchain.process import become


def emulator(*, port: int = 0, workstation: Door) -> NoReturn:
    """Keep an emulated AWS up until Ctrl-C, and print the variables to use it.

    Args:
        port: On 127.0.0.1; 0 takes any free one.
        workstation: The checkout and its user.
    """
    project = workstation.project
    python = function_python(project)
    chosen = ["--lambda-python", str(python)] if python else []
    become([project.python, "-m", "tap_emulator", "--port", str(port), *chosen], workstation.variables)
