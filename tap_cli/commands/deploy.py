"""`tap deploy`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from tap_cli.app import Door
from tap_cli.deployment import on_aws


def deploy(
    environment: str,
    /,
    *,
    approve: Annotated[bool, Parameter(negative="")] = False,
    plan: Path | None = None,
    workstation: Door,
) -> None:
    """On AWS: deploy an environment: plan, question, apply, and the proof that nothing is left to do.

    Exit code 3 where somebody else holds the lock of the state.

    Args:
        environment: The name of a file in environments/.
        approve: Ask nobody.
        plan: Apply a plan that `tap plan --out` kept, and nothing else; it is refused when anything moved since.
        workstation: The checkout and its user.
    """
    on_aws.deploy(workstation, environment, lambda line: print(line, flush=True), approved=approve, plan=plan)
