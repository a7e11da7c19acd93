"""`python3 -m tap_cli.toolchain.synthesize`: the app command of cdktf.json, whoever runs cdktf.

The cdktf command line may be the project's own, run through pipenv, or installed by the user for the whole machine; in
the last case `python3` is any Python. So this file needs no package and looks for the interpreter that has them.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

from tap_cli.errors import UserError
from tap_cli.toolchain.backend_record import forget_backends
from tap_cli.toolchain.guard import place_guards
from tap_cli.toolchain.inherited import check_inherited
from tap_cli.toolchain.node import node_of_wheel, node_variables
from tap_cli.toolchain.project import PROJECT, Project
from tap_cli.toolchain.provider_lock import place_lock
from tap_cli.toolchain.workstation import this_workstation

PIPENV_SECONDS = 60.0


def find_interpreter(project: Project) -> Path | None:
    """Find the Python that has the app's packages: this one, the project's own, or pipenv's for this project."""
    if all(find_spec(name) for name in ("cdktf", "tap_stack")):
        return Path(sys.executable)
    if project.python.exists():
        return project.python
    return _interpreter_of_pipenv(project)


def _interpreter_of_pipenv(project: Project) -> Path | None:
    """Ask pipenv, which keeps environments outside of projects unless told otherwise."""
    pipenv = shutil.which("pipenv")
    if pipenv is None:
        return None
    try:
        answer = subprocess.run(
            [pipenv, "--venv"], cwd=project.root, capture_output=True, text=True, timeout=PIPENV_SECONDS, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return None
    python = Path(answer.stdout.strip(), "bin", "python")
    return python if python.exists() else None


def main() -> None:
    """Run the app, and put the lock of the provider and the guards of states beside what it synthesized."""
    try:
        check_inherited(this_workstation())
    except UserError as error:
        sys.exit(str(error))
    python = find_interpreter(PROJECT)
    if python is None:
        sys.exit("The project's Python packages are not installed. Run: make setup (or: pipenv sync --dev)")
    node = node_of_wheel(python.parent.parent)
    variables = {**os.environ, **(node_variables(node, os.environ) if node else {})}
    with subprocess.Popen([python, "-m", "cdktf_fast_load", PROJECT.root / "main.py"], env=variables) as app:
        signal.signal(signal.SIGTERM, lambda *_: app.terminate())
        code = app.wait()
    if code == 0:
        output = PROJECT.root / os.environ.get("CDKTF_OUTDIR", "cdktf.out")
        place_lock(PROJECT, output, os.environ)
        place_guards(output)
        forget_backends(output)
    sys.exit(code if code >= 0 else 128 - code)


if __name__ == "__main__":
    main()
