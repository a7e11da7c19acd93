"""The runbook of a takeover: what the user does, in which order, and the way back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from stack_parity import Takeover
from tap_cli.deployment.adoption import Existing
from tap_cli.deployment.takeover.proof import Proof

STATE = "terraform.tfstate"


def runbook(
    stack: Path, out: Path, found: Sequence[Existing], proof: Proof, export: tuple[Path, Takeover] | None
) -> str:
    """Return the runbook as Markdown."""
    return "\n".join([*_proved(found, proof), *_terraform(stack, out), *_pulumi(export), *_back(found, export), ""])


def _proved(found: Sequence[Existing], proof: Proof) -> Iterator[str]:
    yield from ("# Takeover", "", "Nothing below was done yet. What was proved, on a copy of the state:", "")
    yield f"- {len(found)} resources imported; a plan after it: no changes (`terraform plan -detailed-exitcode`: 0)."
    for address, names in proof.completed.items():
        yield f"- `{address}`: {', '.join(names)} written into the state, since an import cannot fill them."
    yield from ("", "| resource | id |", "|---|---|")
    yield from (f"| `{one.address}` | `{one.id}` |" for one in found)


def _terraform(stack: Path, out: Path) -> Iterator[str]:
    yield from ("", "## 1. Terraform takes over", "", "Nobody deploys with either tool until the end.", "", "```")
    yield f"cd {stack}"
    yield "terraform init"
    yield f"terraform state pull > {out / 'before.tfstate'}    # the way back; empty where there was no state"
    yield f"terraform state push {out / STATE}"
    yield "terraform plan -detailed-exitcode    # No changes, exit code 0. Anything else: stop, and go the way back"
    yield "```"


def _pulumi(export: tuple[Path, Takeover] | None) -> Iterator[str]:
    if export is None:
        return
    file, takeover = export
    stack = f"--stack {takeover.stack}"
    yield from ("", "## 2. Pulumi lets go", "", "So that `pulumi destroy` cannot delete what moved, its state forgets")
    yield from ("it: what needs others first. Pulumi deletes nothing in AWS here.", "", "```")
    yield f"pulumi stack export {stack} --file {file.name}.before    # the way back"
    for one in reversed(takeover.resources):
        if one.protected:
            yield f"pulumi state unprotect {stack} --yes '{one.urn}'"
        yield f"pulumi state delete {stack} --yes '{one.urn}'"
    yield f"pulumi stack export {stack}    # none of the above is in it any more"
    yield "```"


def _back(found: Sequence[Existing], export: tuple[Path, Takeover] | None) -> Iterator[str]:
    yield from ("", "## The way back", "", "Until somebody deploys anew, nothing in AWS has changed:", "", "```")
    if export is not None:
        yield f"pulumi stack import --stack {export[1].stack} --file {export[0].name}.before"
    yield f"terraform state rm {' '.join(one.address for one in found)}"
    yield "```"
