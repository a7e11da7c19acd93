"""Calls the programs that look at the code, or change it."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence

from tap_cli.toolchain.workstation import Workstation


def call_all(workstation: Workstation, *programs: Sequence[str]) -> int:
    """Call each module with its arguments, the later ones also after a failure; return 0 if all went well, else 1."""
    codes = [
        subprocess.run(
            [workstation.project.python, "-m", *program],
            cwd=workstation.project.root,
            env=workstation.variables,
            check=False,
        ).returncode
        for program in programs
    ]
    return int(any(codes))
