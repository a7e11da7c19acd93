"""Whom the user's credentials belong to, asked and shown before anything is deployed."""

from __future__ import annotations

from collections.abc import Mapping

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from tap_cli.errors import UserError
from tap_stack.settings import DeploymentSettings


def check_account(deployment: DeploymentSettings, variables: Mapping[str, str]) -> str:
    """Ask AWS for the caller's account, and refuse one that the environment does not allow.

    Returns:
        Account, region and environment, for people.

    Raises:
        UserError: no credentials that work, or another account than the environment's.
    """
    settings = deployment.settings
    config = Config(connect_timeout=10, read_timeout=10, retries={"max_attempts": 2})
    try:
        client = boto3.Session(region_name=settings.region).client("sts", config=config)
        account = client.get_caller_identity()["Account"]
    except (BotoCoreError, ClientError) as error:
        raise UserError(
            f"AWS does not know you: {error}. Sign in first, such as with `aws sso login`, and name the profile in "
            f"AWS_PROFILE. To try without an account: make demo ENV={settings.environment}"
        ) from None
    if deployment.account_id not in (None, account):
        raise UserError(
            f"Your credentials are for account {account}, and environments/{settings.environment}.toml allows only "
            f"account_id {deployment.account_id}. Sign in to that account, or correct the file."
        )
    endpoint = f", endpoint {variables['AWS_ENDPOINT_URL']}" if variables.get("AWS_ENDPOINT_URL") else ""
    return f"account {account}, region {settings.region}, environment {settings.environment}{endpoint}"
