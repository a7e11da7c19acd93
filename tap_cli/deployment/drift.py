"""Drift: what is deployed against what is declared, as Terraform's plan shows it and beyond what a plan sees."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from tap_cli.deployment.changes import Changes, attributes
from tap_cli.deployment.target import Announce, target
from tap_cli.deployment.unseen import Difference, find_unseen, managed_resources
from tap_cli.errors import UserError
from tap_cli.toolchain.workstation import Workstation

PLANNED: Final = {
    "create": ("the resource", "as declared", None),
    "delete": ("the resource", None, "there"),
}
"""By the one action of a plan on a resource: what differs, how it is declared, how it is deployed."""


def find_drift(
    workstation: Workstation, name: str, announce: Announce, *, skip_synth: bool = False
) -> Sequence[Difference]:
    """Compare what is deployed of an environment with what is declared; change nothing.

    Args:
        workstation: the checkout and its user.
        name: the environment.
        announce: called with each line that the user is to know.
        skip_synth: take the output that is there.

    Raises:
        UserError: the app or Terraform failed, or AWS does not answer; exit code 3 where somebody holds the lock.
    """
    deploy = f"tap deploy {name}"
    with target(workstation, name, announce, skip_synth=skip_synth) as aim:
        managed = managed_resources(aim.terraform.state())
        changes = aim.terraform.plan(aim.terraform.scratch / "plan")
        session = boto3.Session(region_name=aim.deployment.settings.region)
        try:
            return [*_planned(changes, deploy), *find_unseen(managed, session, deploy)]
        except (ClientError, BotoCoreError) as error:
            raise UserError(f"{name}: AWS does not say what is deployed: {error}") from None


def _planned(changes: Changes, deploy: str) -> Iterator[Difference]:
    for resource in changes.resources:
        change = resource["change"]
        if whole := PLANNED.get("".join(change["actions"])):
            yield Difference(resource["address"], *whole, deploy)
        else:
            for attribute, before, after in attributes(change):
                yield Difference(resource["address"], attribute, after, before, deploy)
    for output in changes.outputs:
        yield Difference("outputs", output, "as declared", "as it was", deploy)


def lines(name: str, found: Sequence[Difference]) -> Iterator[str]:
    """Yield what a person reads of an environment's drift."""
    count = "1 difference" if len(found) == 1 else f"{len(found)} differences"
    yield f"{name}: {f'{count} between what is deployed and what is declared' if found else 'no drift'}"
    for one in found:
        yield f"  {one.resource}: {one.what}: {one.deployed or 'not there'}, declared {one.declared or 'as absent'}"
        yield f"      repair: {one.repair}"
