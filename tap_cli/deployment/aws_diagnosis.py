"""What of AWS an environment's deployment needs: credentials, the account, the bucket of the state. Read only."""

from __future__ import annotations

from collections.abc import Iterator

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from tap_cli.deployment.account import PATIENCE
from tap_cli.deployment.environments import read_environments
from tap_cli.deployment.state_bucket import StateBucket
from tap_cli.errors import UserError
from tap_cli.toolchain.diagnosis import Finding, Verdict
from tap_cli.toolchain.workstation import Workstation
from tap_stack.settings import DeploymentSettings, S3State

WITHOUT = "The demo and the tests need none."
"""What is said wherever AWS is missing."""


def diagnose_aws(workstation: Workstation) -> Iterator[Finding]:
    """Look at the settings, and at AWS as the user's credentials see it."""
    try:
        environments = read_environments(workstation.project)
    except UserError as error:
        yield Finding("Settings", Verdict.MISSING, str(error))
        return
    yield Finding("Settings", Verdict.WELL, f"{', '.join(environments)}: no fault")
    try:
        region = next(iter(environments.values())).settings.region
        identity = boto3.Session(region_name=region).client("sts", config=PATIENCE).get_caller_identity()
    except (BotoCoreError, ClientError) as error:
        remedy = "Sign in, such as with `aws sso login`, and name the profile in AWS_PROFILE."
        yield Finding("AWS credentials", Verdict.OPTIONAL, f"{error} {remedy} {WITHOUT}")
        return
    endpoint = workstation.variables.get("AWS_ENDPOINT_URL")
    at = f", at {endpoint}" if endpoint else ""
    yield Finding("AWS credentials", Verdict.WELL, f"account {identity['Account']}{at}, as {identity['Arn']}")
    for name, deployment in environments.items():
        yield _account(name, deployment, identity["Account"])
        if isinstance(deployment.state, S3State):
            yield _bucket(name, deployment, deployment.state)


def _account(name: str, deployment: DeploymentSettings, account: str) -> Finding:
    what = f"Account of {name}"
    if deployment.account_id is None:
        return Finding(what, Verdict.OPTIONAL, f'any: to allow only this one, write account_id = "{account}"')
    if deployment.account_id == account:
        return Finding(what, Verdict.WELL, account)
    return Finding(what, Verdict.OPTIONAL, f"only {deployment.account_id}, and you are in {account}: sign in there")


def _bucket(name: str, deployment: DeploymentSettings, state: S3State) -> Finding:
    what, bucket = f"State of {name}", StateBucket(deployment, state)
    try:
        is_new = bucket.read_state() == ""
    except UserError as error:
        return Finding(what, Verdict.OPTIONAL, str(error))
    there = "nothing deployed yet" if is_new else "deployed"
    return Finding(what, Verdict.WELL, "\n".join([f"{deployment.state_location}: {there}", *bucket.describe()]))
