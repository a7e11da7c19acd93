"""`tap plan`."""

from __future__ import annotations

from pathlib import Path

from tap_cli.app import Door
from tap_cli.deployment import on_aws
from tap_cli.deployment.isolated import CHANGES


def plan(environment: str, /, *, out: Path | None = None, skip_synth: bool = False, workstation: Door) -> int:
    """On AWS: show what would change; exit code 2 where something would.

    Exit code 3 where somebody else holds the lock of the state.

    Args:
        environment: The name of a file in environments/.
        out: Keep the plan in this file, for `tap deploy --plan`.
        skip_synth: Take what is synthesized already.
        workstation: The checkout and its user.
    """
    changes = on_aws.plan(workstation, environment, lambda line: print(line, flush=True), out, skip_synth=skip_synth)
    return CHANGES if changes else 0
