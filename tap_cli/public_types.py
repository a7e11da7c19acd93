"""pyright's proof that every public type of the library is known."""

from __future__ import annotations

import os
import subprocess
from typing import Final

from tap_cli.toolchain import node
from tap_cli.toolchain.workstation import Workstation

TYPED_PACKAGE: Final = "tap_stack"


def start_proof(workstation: Workstation) -> subprocess.Popen[str]:
    """Start the proof, which runs beside other checks; its output is to be read."""
    project, own_node = workstation.project, node.find(workstation).path
    path = os.pathsep.join([str(project.python.parent), str(own_node.parent), workstation.path])
    modules = project.node_modules
    return subprocess.Popen(
        [str(own_node), str(modules / "pyright" / "index.js"), "--verifytypes", TYPED_PACKAGE, "--ignoreexternal"],
        cwd=modules,  # not the checkout, whose folder constructs/ pyright would take for the framework's package
        env={**workstation.variables, "PATH": path},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
