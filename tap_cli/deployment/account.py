"""Whom the user's credentials belong to, asked before anything is deployed."""

from __future__ import annotations

import os
from typing import Final

import boto3
from botocore import exceptions as aws_errors
from botocore.config import Config

from tap_cli.errors import UserError
from tap_stack.settings import DeploymentSettings

PATIENCE = Config(connect_timeout=10, read_timeout=10, retries={"max_attempts": 2})
"""How long a question to AWS may take before anything is deployed."""

ENDPOINTS: Final = ("AWS_ENDPOINT_URL_STS", "AWS_ENDPOINT_URL")
"""Variables that lead this question away from AWS."""


def find_account(deployment: DeploymentSettings) -> str:
    """Ask AWS for the caller's account, and refuse one that the environment does not allow.

    Raises:
        UserError: no answer, no credentials that work, or another account than the environment's.
    """
    settings = deployment.settings
    try:
        client = boto3.Session(region_name=settings.region).client("sts", config=PATIENCE)
        account = client.get_caller_identity()["Account"]
    except (aws_errors.ConnectionError, aws_errors.HTTPClientError) as error:
        raise UserError(f"AWS does not answer: {error}. {_way_to_aws()}") from None
    except (aws_errors.BotoCoreError, aws_errors.ClientError) as error:
        raise UserError(
            f"AWS does not know you: {error}. Sign in first, such as with `aws sso login`, and name the profile in "
            f"AWS_PROFILE. To try without an account: make demo ENV={settings.environment}"
        ) from None
    if deployment.account_id not in (None, account):
        raise UserError(
            f"Your credentials are for account {account}, and environments/{settings.environment}.toml allows only "
            f"account_id {deployment.account_id}. Sign in to that account, or correct the file."
        )
    return account


def _way_to_aws() -> str:
    endpoint = next((os.environ[name] for name in ENDPOINTS if os.environ.get(name)), None)
    if endpoint is None:
        return "Check the network, and HTTPS_PROXY if you need one."
    return (
        f"Your shell leads there instead of to AWS: start what should answer at {endpoint}, or unset AWS_ENDPOINT_URL."
    )


def missing_account(deployment: DeploymentSettings, account: str) -> str | None:
    """Return a warning for an environment of the production profile that allows any account."""
    if deployment.account_id or deployment.settings.profile != "production":
        return None
    return (
        f"Warning: environments/{deployment.settings.environment}.toml names no account, so that it may be deployed to "
        f'any that you are signed in to. Add a line at its top: account_id = "{account}"'
    )
