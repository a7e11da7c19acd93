"""The whole of `tap diff`: two syntheses at once, then each environment compared."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tap_cli.deployment.difference.model import EnvironmentDifference
from tap_cli.deployment.difference.revision import Revision, extract, find_revision
from tap_cli.deployment.difference.stacks import compare_stacks
from tap_cli.deployment.synthesis import finish, synthesis
from tap_cli.errors import UserError
from tap_cli.toolchain.inherited import check_inherited
from tap_cli.toolchain.workstation import Workstation


def differences(
    workstation: Workstation, names: Sequence[str], since: str
) -> tuple[Revision, list[EnvironmentDifference]]:
    """Compare what is synthesized now with what a git revision synthesizes.

    Args:
        workstation: the checkout and its user.
        names: the environments to compare; none for all of now and then.
        since: the revision.

    Raises:
        UserError: no such revision or environment, or one of the two cannot be synthesized.
    """
    check_inherited(workstation)
    revision = find_revision(workstation, since)
    with tempfile.TemporaryDirectory(prefix="tap-diff-") as name:
        folder = Path(name)
        root, before, after = folder / "revision", folder / "before", folder / "after"
        extract(workstation, revision, root)
        then = f"Revision {revision.commit} ({revision.name})"
        if not (root / "main.py").is_file():
            raise UserError(f"{then} has no main.py, so it cannot be synthesized. Name a later one with --since.")
        here = workstation.project.root
        with synthesis(workstation, root, before) as old, synthesis(workstation, here, after) as new:
            finish(new, here, "What is here", "Correct it; tap validate checks the settings alone.")
            finish(
                old, root, then, "Its program does not run with the tools of today: name a later revision with --since."
            )
        return revision, [_compare(name, before, after) for name in _chosen(names, before, after)]


def _chosen(names: Sequence[str], before: Path, after: Path) -> Sequence[str]:
    known = sorted({file.parent.name for output in (before, after) for file in output.glob("stacks/*/cdk.tf.json")})
    if unknown := [name for name in names if name not in known]:
        raise UserError(f"There is no environment {unknown[0]!r}, neither now nor then. Known are {', '.join(known)}.")
    return names or known


def _compare(name: str, before: Path, after: Path) -> EnvironmentDifference:
    folders = (before / "stacks" / name, after / "stacks" / name)
    old, new = (_read(folder / "cdk.tf.json") for folder in folders)
    return compare_stacks(name, old, new, folders)


def _read(file: Path) -> Any:
    return json.loads(file.read_text("utf-8")) if file.is_file() else None
