"""Runs real Terraform against the emulated AWS."""

import os
import subprocess
from pathlib import Path

from tap_cli.toolchain.toolbox import Toolbox
from tap_emulator import Emulator

TIMEOUT = 300


class Terraform:
    """Terraform in the folder of one synthesized stack."""

    def __init__(self, toolbox: Toolbox, aws: Emulator, folder: Path) -> None:
        self._binary = toolbox.terraform.path
        self._env = toolbox.variables(aws.variables(os.environ))
        self._folder = folder

    def run(self, *arguments: str) -> str:
        """Run a command; return what it prints.

        Raises:
            AssertionError: it failed, with all that it said.
        """
        result = subprocess.run(
            [self._binary, *arguments],
            cwd=self._folder,
            env=self._env,
            capture_output=True,
            text=True,
            timeout=TIMEOUT,
            check=False,
        )
        assert result.returncode == 0, f"terraform {' '.join(arguments)}\n{result.stdout}\n{result.stderr}"
        return result.stdout
