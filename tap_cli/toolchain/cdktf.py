"""The project's own cdktf command line, from package-lock.json."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Final

from tap_cli.errors import UserError
from tap_cli.toolchain.step import Step
from tap_cli.toolchain.tool import Found
from tap_cli.toolchain.workstation import Workstation

TITLE: Final = "The cdktf command line of package-lock.json"

HOLDS: Final = ("*", "@*/*", ".bin/*")
"""What node_modules must not lose: every package, those in a scope too, and the programs."""


def find(workstation: Workstation) -> Found:
    """Find the project's cdktf.

    Raises:
        UserError: it is missing.
    """
    program = workstation.project.cdktf
    about = workstation.project.node_modules / "cdktf-cli" / "package.json"
    if not program.exists():
        raise UserError("The cdktf command line is missing: it comes from package-lock.json. Run: make setup")
    version = json.loads(about.read_text("utf-8"))["version"] if about.exists() else ""
    return Found(program, version, "installed by set-up")


def steps(workstation: Workstation) -> Iterator[Step]:
    """Yield the step that installs the Node packages."""
    project = workstation.project
    yield Step(
        TITLE,
        project.node_modules,
        (project.root / "package.json").read_text() + project.package_lock.read_text(),
        # No package here needs its install scripts, and without them none can run code on this machine.
        [[project.venv / "bin" / "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]],
        holds=HOLDS,
        expected=10,
    )
