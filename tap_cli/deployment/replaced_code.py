"""Code that somebody replaced by hand: written into the state, so that the next plan shows it and puts ours back."""

from __future__ import annotations

import boto3
from botocore.exceptions import ClientError

from tap_cli.deployment.account import PATIENCE
from tap_cli.deployment.adoption import MISSING
from tap_cli.deployment.target import Target
from tap_cli.deployment.unseen import deployed_code
from tap_cli.errors import UserError


def note_replaced_code(aim: Target) -> None:
    """Write into the state which code AWS reports of each function, where that is another one than the state says.

    The provider never reads it back, and so would call replaced code unchanged for ever.

    Raises:
        UserError: AWS refuses to answer, or Terraform to take the state.
    """
    state = aim.terraform.state()
    functions = [
        instance["attributes"]
        for resource in state.get("resources", [])
        if (resource["mode"], resource["type"]) == ("managed", "aws_lambda_function")
        for instance in resource["instances"]
    ]
    client = boto3.Session(region_name=aim.deployment.settings.region).client("lambda", config=PATIENCE)
    replaced = False
    for function in functions:
        name, noted = function["function_name"], function.get("source_code_hash")
        try:
            deployed = deployed_code(name, client)
        except ClientError as error:
            if MISSING.search(error.response["Error"]["Code"]):
                continue
            raise UserError(f"{aim.name}: AWS does not say which code {name} has: {error}") from None
        if noted and noted != deployed:
            aim.announce(f"The code of {name} was replaced: AWS has {deployed}, and {noted} was deployed.")
            function["source_code_hash"], replaced = deployed, True
    if replaced:
        aim.terraform.push_state({**state, "serial": state["serial"] + 1})
