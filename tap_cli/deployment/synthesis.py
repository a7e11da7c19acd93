"""A synthesis of a project into a folder of its own, beside whatever the checkout has synthesized."""

from __future__ import annotations

import json
import re
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from tap_cli.errors import UserError
from tap_cli.toolchain import node
from tap_cli.toolchain.inherited import check_inherited
from tap_cli.toolchain.node import node_variables
from tap_cli.toolchain.workstation import Workstation

SYNTH_SECONDS: Final = 300
REASON_LINES: Final = 12

_PLACE: Final = re.compile(r'\s*File "([^"]+)", line (\d+)')
"""A line of a traceback."""


@contextmanager
def synthesis(workstation: Workstation, root: Path, output: Path) -> Iterator[subprocess.Popen[str]]:
    """Start a synthesis of the project at a root with the packages of this checkout; end it at the end.

    Args:
        workstation: the checkout and its user.
        root: the project to synthesize.
        output: takes what it synthesizes.
    """
    app = subprocess.Popen(
        [workstation.project.python, "-B", root / "main.py"],
        cwd=root,
        env=_variables(workstation, root, output),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )
    with app:
        try:
            yield app
        finally:
            app.kill()


def finish(app: subprocess.Popen[str], root: Path, what: str, remedy: str) -> None:
    """Wait for a synthesis.

    Raises:
        UserError: it failed, with the reason that it gave.
    """
    try:
        said, _ = app.communicate(timeout=SYNTH_SECONDS)
    except subprocess.TimeoutExpired:
        raise UserError(f"{what} was not synthesized within {SYNTH_SECONDS} s. {remedy}") from None
    if app.returncode != 0:
        raise UserError(f"{what} cannot be synthesized.\n{reason(said, root)}\n{remedy}")


def reason(said: str, root: Path, *, lines_shown: int | None = REASON_LINES) -> str:
    """Return what a failed synthesis said; of a traceback its last line alone, and the place in the project."""
    lines = [line for line in said.splitlines() if line.strip()]
    places = [found for line in lines if (found := _PLACE.match(line)) and Path(found[1]).is_relative_to(root)]
    if not any(line.startswith("Traceback ") for line in lines) and not places:
        return "\n".join(lines[:lines_shown])
    place = f"{Path(places[-1][1]).relative_to(root)}, line {places[-1][2]}: " if places else ""
    return f"{place}{lines[-1]}"


def _variables(workstation: Workstation, root: Path, output: Path) -> Mapping[str, str]:
    base = {name: value for name, value in workstation.variables.items() if not name.startswith("CDKTF_")}
    return {
        **base,
        **node_variables(node.find(workstation).path, base),
        "PYTHONPATH": str(root / "constructs"),  # its own library, before the one that is installed
        "CDKTF_OUTDIR": str(output),
        "CDKTF_LOG_LEVEL": "ERROR",
    }


def read_synthesized(workstation: Workstation, environment: str) -> Mapping[str, Any]:
    """Synthesize the checkout into a folder that goes again; return the `cdk.tf.json` of one environment.

    Raises:
        UserError: it cannot be synthesized.
    """
    check_inherited(workstation)
    with tempfile.TemporaryDirectory(prefix="tap-synthesis-") as name:
        output = Path(name)
        with synthesis(workstation, workstation.project.root, output) as app:
            finish(app, workstation.project.root, "What is here", "Correct it; tap validate checks the settings alone.")
        stack: Mapping[str, Any] = json.loads((output / "stacks" / environment / "cdk.tf.json").read_text("utf-8"))
        return stack
