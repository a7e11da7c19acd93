"""plan, deploy and destroy on real AWS: say who and where, then hand over to the stock command line and Terraform."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final, NoReturn

from tap_cli.deployment.environments import find_environment
from tap_cli.deployment.guard import check_deployment
from tap_cli.errors import UserError
from tap_cli.toolchain.stock_cdktf import become_cdktf, cdktf_command, cdktf_variables
from tap_cli.toolchain.toolbox import Toolbox, find_toolbox
from tap_cli.toolchain.workstation import Workstation

CHANGES: Final = 2
"""Exit code of `terraform plan -detailed-exitcode` when there are changes."""


def prepare(workstation: Workstation, name: str, announce: Callable[[str], None]) -> Toolbox:
    """Check where this goes, and find the tools.

    Args:
        workstation: the checkout and its user.
        name: the environment.
        announce: called with each line that the user is to know before anything happens.

    Raises:
        UserError: no such environment, what `check_deployment` refuses, or a missing tool.
    """
    check_deployment(workstation, find_environment(workstation.project, name), announce)
    toolbox = find_toolbox(workstation)
    announce(toolbox.describe())
    return toolbox


def deploy(workstation: Workstation, name: str, announce: Callable[[str], None]) -> NoReturn:
    """Deploy an environment; cdktf itself asks for approval."""
    become_cdktf(prepare(workstation, name, announce), ["deploy", name], workstation.variables)


def destroy(workstation: Workstation, name: str, announce: Callable[[str], None]) -> NoReturn:
    """Destroy an environment; cdktf itself asks for approval."""
    become_cdktf(prepare(workstation, name, announce), ["destroy", name], workstation.variables)


def plan(workstation: Workstation, name: str, announce: Callable[[str], None]) -> bool:
    """Show what a deployment would change, in Terraform's own words; return whether it would change anything.

    Raises:
        UserError: the app or Terraform failed.
    """
    toolbox = prepare(workstation, name, announce)
    root, variables = workstation.project.root, cdktf_variables(toolbox, workstation.variables)
    plain = [] if sys.stdout.isatty() else ["-no-color"]
    stack, terraform = root / "cdktf.out" / "stacks" / name, str(toolbox.terraform.path)
    _call(cdktf_command(toolbox, ["synth"]), root, variables)
    _call([terraform, "init", "-input=false", *plain], stack, variables)
    command = [terraform, "plan", "-input=false", "-detailed-exitcode", *plain]
    return _call(command, stack, variables, good=(0, CHANGES)) == CHANGES


def _call(command: list[str], cwd: Path, variables: Mapping[str, str], good: tuple[int, ...] = (0,)) -> int:
    """Call a program that speaks to the user itself; return its exit code."""
    code = subprocess.run(command, cwd=cwd, env=variables, check=False).returncode
    if code not in good:
        raise UserError(f"{Path(command[0]).name} ended with exit code {code}; what it said is above.")
    return code
