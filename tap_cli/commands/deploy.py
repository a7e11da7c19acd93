"""`tap deploy`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from tap_cli.app import Door
from tap_cli.deployment import on_aws
from tap_cli.deployment.several import AT_ONCE, deploy_all
from tap_cli.errors import UserError


def deploy(
    environment: str,
    /,
    *others: str,
    approve: Annotated[bool, Parameter(negative="")] = False,
    plan: Path | None = None,
    skip_synth: bool = False,
    at_once: int = AT_ONCE,
    workstation: Door,
) -> int:
    """On AWS: deploy environments: plan, question, apply, and the proof that nothing is left to do.

    Of several, all plans come first, then one question, then wave after wave as their files say; after a failure
    nothing further is begun. Exit code 3 where somebody else holds the lock of a state.

    Args:
        environment: The name of a file in environments/.
        others: Further ones.
        approve: Ask nobody.
        plan: Apply a plan that `tap plan --out` kept, and nothing else; it is refused when anything moved since.
        skip_synth: Take what is synthesized already.
        at_once: Of several, how many are under way at once.
        workstation: The checkout and its user.
    """

    def announce(line: str) -> None:
        print(line, flush=True)

    if not others:
        on_aws.deploy(workstation, environment, announce, approved=approve, plan=plan, skip_synth=skip_synth)
        return 0
    if at_once < 1:
        raise UserError(f"--at-once is {at_once}: at least one environment is under way. Give a number from 1 on.")
    if plan is not None or skip_synth:
        raise UserError("Of several environments, the plans are made anew: leave out --plan and --skip-synth.")
    return deploy_all(workstation, [environment, *others], announce, approved=approve, at_once=at_once)
