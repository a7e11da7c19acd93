"""plan, deploy and destroy on real AWS: say who and where, then hand over to the stock command line and Terraform."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from tap_cli.deployment.account import check_account
from tap_cli.deployment.environments import find_environment
from tap_cli.errors import DeploymentError
from tap_cli.toolchain.cdktf import become_cdktf, cdktf_command, without_animation
from tap_cli.toolchain.project import Project
from tap_cli.toolchain.tools import Tools, find_tools


def _prepared(project: Project, name: str, environ: Mapping[str, str], home: Path) -> Tools:
    """Find the tools, and say and check where this goes."""
    print(f"AWS: {check_account(find_environment(project, name), environ)}")
    tools = find_tools(project, environ, home)
    print(f"Terraform {tools.terraform.version} {tools.terraform.origin}; provider {tools.provider.origin}", flush=True)
    return tools


def deploy(project: Project, name: str, environ: Mapping[str, str], home: Path) -> int:
    """Deploy an environment; cdktf itself asks for approval."""
    become_cdktf(_prepared(project, name, environ, home), ["deploy", name], environ)


def destroy(project: Project, name: str, environ: Mapping[str, str], home: Path) -> int:
    """Destroy an environment; cdktf itself asks for approval."""
    become_cdktf(_prepared(project, name, environ, home), ["destroy", name], environ)


def plan(project: Project, name: str, environ: Mapping[str, str], home: Path) -> int:
    """Show what a deployment would change: Terraform's own exit code, 0 for nothing and 2 for something.

    Raises:
        DeploymentError: the app or Terraform failed.
    """
    tools = _prepared(project, name, environ, home)
    env = tools.environment(environ) | without_animation()
    plain = [] if sys.stdout.isatty() else ["-no-color"]
    stack, terraform = project.root / "cdktf.out" / "stacks" / name, str(tools.terraform.binary)
    _run(cdktf_command(tools, ["synth"]), project.root, env)
    _run([terraform, "init", "-input=false", *plain], stack, env)
    return _run([terraform, "plan", "-input=false", "-detailed-exitcode", *plain], stack, env, good=(0, 2))


def _run(command: list[str], cwd: Path, env: Mapping[str, str], good: tuple[int, ...] = (0,)) -> int:
    """Run a program that speaks to the user itself."""
    code = subprocess.run(command, cwd=cwd, env=env, check=False).returncode
    if code not in good:
        raise DeploymentError(f"{Path(command[0]).name} ended with exit code {code}; what it said is above.")
    return code


COMMANDS: Final[Mapping[str, Callable[[Project, str, Mapping[str, str], Path], int]]] = {
    "plan": plan,
    "deploy": deploy,
    "destroy": destroy,
}
