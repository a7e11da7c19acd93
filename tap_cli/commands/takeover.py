"""`tap takeover`."""

from __future__ import annotations

from pathlib import Path

from tap_cli.app import Door
from tap_cli.errors import UserError

try:
    from tap_cli.deployment.takeover.takeover import take_over
except ModuleNotFoundError as error:
    raise UserError(f"{error}. This needs the comparison: pip install 'tapstack-cli[compare]'") from None


def takeover(*places: Path, out: Path, workstation: Door) -> None:
    """Take over what is live: proved on a copy of the state, with a plan that changes nothing; applies nothing.

    Args:
        places: The file of `pulumi stack export`, then the folder of a stack's Terraform JSON, synthesized or
            translated; the folder alone finds what is live by the stack's names.
        out: A new folder for the completed state, the import blocks and the runbook.
        workstation: The checkout and its user.
    """
    if len(places) not in (1, 2):
        raise UserError("Give an export and the folder of a stack, or the folder alone: tap takeover EXPORT STACK")
    export = places[0] if len(places) == 2 else None
    take_over(workstation, export, places[-1], out, lambda line: print(line, flush=True))
