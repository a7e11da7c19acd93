"""`make check`, `make fix` and `make snapshots`: what looks is kept apart from what changes."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Final

from tap_cli.toolchain.node import find_node
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


TYPED_PACKAGE: Final = "tap_stack"
"""The package whose public types are complete, proved by pyright."""


def run(project: Project, name: str) -> int:
    """Run each program of a command, the later ones also after a failure; return the exit code."""
    with ExitStack() as stack:
        proof = stack.enter_context(prove_public_types(project)) if name == "check" else None
        codes = _run_each(project, name)
        if proof:
            report = proof.communicate()[0]
            if proof.returncode != 0:
                print(report)
            codes.append(proof.returncode)
    return int(any(codes))


def prove_public_types(project: Project) -> subprocess.Popen[str]:
    """Start pyright's proof that every public type of the library is known, beside the other checks."""
    node = find_node(project, os.environ)
    path = os.pathsep.join([str(Path(project.python).parent), str(node.parent), os.environ.get("PATH", os.defpath)])
    modules = project.root / "node_modules"
    return subprocess.Popen(
        [str(node), str(modules / "pyright" / "index.js"), "--verifytypes", TYPED_PACKAGE, "--ignoreexternal"],
        cwd=modules,  # not the checkout, whose folder constructs/ pyright would take for the framework's package
        env={**os.environ, "PATH": path},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def _run_each(project: Project, name: str) -> list[int]:
    codes = [
        subprocess.run([project.python, "-m", *command], cwd=project.root, check=False).returncode
        for command in COMMANDS[name]
    ]
    if name == "snapshots":
        for show in (["status", "--short"], ["diff"]):
            git = ["git", "--no-pager", *show, "--", "tests"]
            subprocess.run(git, cwd=project.root, check=False)
    return codes


def main() -> int:
    """Run the command that is named."""
    if sys.argv[1:2] and sys.argv[1] in COMMANDS:
        return run(PROJECT, sys.argv[1])
    print(f"usage: python -m tap_cli.quality {'|'.join(COMMANDS)}", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
