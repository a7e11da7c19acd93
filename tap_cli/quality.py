"""`make check`, `make fix` and `make snapshots`: what looks is kept apart from what changes."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping, Sequence
from typing import Final

from tap_cli.toolchain.project import PROJECT, Project

ROOMS: Final = (
    "main.py",
    "conftest.py",
    "benchmarks",
    "constructs",
    "docs",
    "handler",
    "product",
    "pulumi_program",
    "stack_parity",
    "tap_cli",
    "tap_emulator",
    "tests",
)
"""Everything that is typed; Python elsewhere, if any, is only formatted and linted."""

COMMANDS: Final[Mapping[str, Sequence[Sequence[str]]]] = {
    "check": (("ruff", "format", "--check"), ("ruff", "check"), ("mypy", *ROOMS)),
    "fix": (("ruff", "check", "--fix"), ("ruff", "format")),
    "snapshots": (("pytest", "-q", "--snapshot-update", "-k", "snapshot"),),
}


def run(project: Project, name: str) -> int:
    """Run each program of a command, the later ones also after a failure; return the exit code."""
    codes = [
        subprocess.run([project.python, "-m", *command], cwd=project.root, check=False).returncode
        for command in COMMANDS[name]
    ]
    if name == "snapshots":
        for show in (["status", "--short"], ["diff"]):
            git = ["git", "--no-pager", *show, "--", "tests"]
            subprocess.run(git, cwd=project.root, check=False)
    return int(any(codes))


def main() -> int:
    """Run the command that is named."""
    if sys.argv[1:2] and sys.argv[1] in COMMANDS:
        return run(PROJECT, sys.argv[1])
    print(f"usage: python -m tap_cli.quality {'|'.join(COMMANDS)}", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
