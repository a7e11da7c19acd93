"""`tap snapshots`."""

from __future__ import annotations

import subprocess

from tap_cli.app import Door
from tap_cli.quality import call_all


def snapshots(*, workstation: Door) -> int:
    """Accept what is synthesized now, and show what changed."""
    code = call_all(workstation, ("pytest", "-q", "--snapshot-update", "-k", "snapshot"))
    for show in (["status", "--short"], ["diff"]):
        git = ["git", "--no-pager", *show, "--", "tests"]
        subprocess.run(git, cwd=workstation.project.root, env=workstation.variables, check=False)
    return code
