"""A git revision of the project."""

from __future__ import annotations

import subprocess
import tarfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tap_cli.errors import UserError
from tap_cli.toolchain.workstation import Workstation

GIT_SECONDS: Final = 60


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
