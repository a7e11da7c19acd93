"""Before anything is made: what a plan would make and what exists already, under a name that no state knows."""

from __future__ import annotations

import json

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from tap_cli.deployment.adoption import find_existing
from tap_cli.deployment.changes import Changes
from tap_cli.deployment.target import Target
from tap_cli.errors import UserError


def check_nothing_exists(aim: Target, changes: Changes) -> None:
    """Refuse a plan that would make what exists: the state was moved or lost, or an answer of AWS was.

    Raises:
        UserError: something exists, with its addresses and the commands that help; or AWS does not say.
    """
    made = {one["address"] for one in changes.resources if one["change"]["actions"] == ["create"]}
    stack = json.loads((aim.terraform.stack / "cdk.tf.json").read_text("utf-8"))["resource"]
    known = {f"{kind}.{logical_id}" for kind, ones in stack.items() for logical_id in ones} - made
    try:
        found = list(find_existing(stack, known, boto3.Session(region_name=aim.deployment.settings.region)))
    except (ClientError, BotoCoreError) as error:
        raise UserError(f"{aim.name}: AWS does not say what exists: {error}") from None
    if found:
        listed = "\n".join(f"  {one.address} (id {one.id})" for one in found)
        raise UserError(
            f"{aim.name}: the plan would make what exists already and the state {aim.deployment.state_location} does "
            f"not know:\n{listed}\nWhere the state lay elsewhere before: tap move-state {aim.name} --from OLD. "
            f"Where it was lost, or a deployment was killed: tap recover {aim.name}"
        )
