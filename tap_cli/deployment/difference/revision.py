"""A git revision of the project, and a synthesis of it with the tools of today."""

from __future__ import annotations

import subprocess
import tarfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tap_cli.errors import UserError
from tap_cli.toolchain import node
from tap_cli.toolchain.node import node_variables
from tap_cli.toolchain.workstation import Workstation

GIT_SECONDS: Final = 60
SYNTH_SECONDS: Final = 300
REASON_LINES: Final = 12


@dataclass(frozen=True)
class Revision:
    """A commit, as the user named it.

    Attributes:
        name: what the user wrote, such as `HEAD`.
        commit: its short hash.
        title: the first line of its message.
    """

    name: str
    commit: str
    title: str


def find_revision(workstation: Workstation, name: str) -> Revision:
    """Find the commit that a name means.

    Raises:
        UserError: there is no git, no repository, or no such commit.
    """
    commit = _git(workstation, "rev-parse", "--verify", "--quiet", "--short", "--end-of-options", f"{name}^{{commit}}")
    title = _git(workstation, "log", "-1", "--format=%s", commit, "--")
    return Revision(name, commit, title)


def extract(workstation: Workstation, revision: Revision, folder: Path) -> None:
    """Write the project's files as they were into an empty folder; the checkout and its index stay untouched.

    Raises:
        UserError: git cannot give them.
    """
    archive = folder.with_suffix(".tar")
    _git(workstation, "archive", "--format=tar", "-o", str(archive), revision.commit, "--", ".")
    with tarfile.open(archive) as files:
        files.extractall(folder, filter="tar")


def _git(workstation: Workstation, *arguments: str) -> str:
    kept = {name: value for name, value in workstation.variables.items() if not name.startswith("GIT_")}
    command = ["git", *arguments]
    try:
        answer = subprocess.run(
            command,
            cwd=workstation.project.root,
            env=kept,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=GIT_SECONDS,
            check=True,
        )
    except FileNotFoundError:
        raise UserError("git is missing: tap diff compares with a git revision. Install git.") from None
    except subprocess.CalledProcessError as error:
        raise UserError(_refusal(arguments, error.stderr.strip())) from None
    return answer.stdout.strip()


def _refusal(arguments: tuple[str, ...], said: str) -> str:
    if "not a git repository" in said:
        return "This project is in no git repository, so there is nothing to compare with. Run: git init, and commit."
    if arguments[0] == "rev-parse":
        name = arguments[-1].removesuffix("^{commit}")
        return f"There is no git revision {name!r}. Name a commit, a branch or a tag: tap diff --since main"
    return f"git {arguments[0]} failed: {said}"


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


def finish(app: subprocess.Popen[str], what: str, remedy: str) -> None:
    """Wait for a synthesis.

    Raises:
        UserError: it failed, with the reason that it gave.
    """
    try:
        said, _ = app.communicate(timeout=SYNTH_SECONDS)
    except subprocess.TimeoutExpired:
        raise UserError(f"{what} was not synthesized within {SYNTH_SECONDS} s. {remedy}") from None
    if app.returncode != 0:
        raise UserError(f"{what} cannot be synthesized.\n{_reason(said)}\n{remedy}")


def _reason(said: str) -> str:
    """Return what a failed synthesis said; of a traceback its last line alone."""
    lines = [line for line in said.splitlines() if line.strip()]
    if any(line.startswith("Traceback ") for line in lines):
        return lines[-1]
    return "\n".join(lines[:REASON_LINES])


def _variables(workstation: Workstation, root: Path, output: Path) -> Mapping[str, str]:
    base = {name: value for name, value in workstation.variables.items() if not name.startswith("CDKTF_")}
    return {
        **base,
        **node_variables(node.find(workstation).path, base),
        "PYTHONPATH": str(root / "constructs"),  # its own library, before the one that is installed
        "CDKTF_OUTDIR": str(output),
        "CDKTF_LOG_LEVEL": "ERROR",
    }
