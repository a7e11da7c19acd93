"""`pipenv run cdktf …`: the project's own cdktf command line, with the project's Node, Terraform and provider."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from deployment.errors import DeploymentError
from deployment.project import PROJECT
from deployment.tools import find_tools


def main() -> None:
    """Become cdktf."""
    try:
        tools = find_tools(PROJECT, os.environ, Path.home())
    except DeploymentError as error:
        sys.exit(str(error))
    os.execve(tools.node, [str(tools.node), str(tools.cdktf), *sys.argv[1:]], tools.environment(os.environ))  # noqa: S606 - no shell is wanted


if __name__ == "__main__":
    main()
