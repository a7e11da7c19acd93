"""`pipenv run cdktf …`: the project's own cdktf command line, with the project's Node, Terraform and provider."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final, NoReturn

from tap_cli.errors import DeploymentError
from tap_cli.toolchain.project import PROJECT
from tap_cli.toolchain.tools import Tools, find_tools

LOCKING: Final = ("apply", "deploy", "destroy", "diff", "plan")
"""Commands that lock the provider's checksums for other platforms, which only the public registry can answer."""

SKIP_LOCK: Final = "--skip-provider-lock"


def cdktf_command(tools: Tools, arguments: Sequence[str]) -> list[str]:
    """Return the command line that runs the project's cdktf."""
    skip = bool(arguments) and arguments[0] in LOCKING and not tools.provider.is_registry and SKIP_LOCK not in arguments
    return [str(tools.node), str(tools.cdktf), *arguments, *([SKIP_LOCK] if skip else [])]


def without_animation() -> dict[str, str]:
    """Return what keeps cdktf from redrawing lines where nobody watches: CI, the variable that it asks for."""
    return {} if sys.stdout.isatty() else {"CI": "1"}


def become_cdktf(tools: Tools, arguments: Sequence[str], environ: Mapping[str, str]) -> NoReturn:
    """Become cdktf: its questions, signals and exit code are the user's own."""
    env = tools.environment(environ) | without_animation()
    os.execve(tools.node, cdktf_command(tools, arguments), env)  # noqa: S606 - wants no shell


def main() -> None:
    """Become cdktf, or say what is missing."""
    try:
        tools = find_tools(PROJECT, os.environ, Path.home())
    except DeploymentError as error:
        sys.exit(str(error))
    become_cdktf(tools, sys.argv[1:], os.environ)


if __name__ == "__main__":
    main()
