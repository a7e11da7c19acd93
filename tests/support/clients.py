"""Clients of the emulated AWS, and what is there before a first deployment."""

import os
from contextlib import suppress
from typing import Any

import boto3

from tap_cli.deployment.demo import create_state_bucket, process_variables
from tap_emulator import Emulator
from tap_stack import DeploymentSettings


def client(aws: Emulator, service: str, region: str) -> Any:
    """Make a client of one service; its endpoint and its credentials come from the emulator together."""
    variables = aws.variables({})
    return boto3.Session().client(  # type: ignore[call-overload]  # its types know each service by a literal only
        service,
        region_name=region,
        endpoint_url=variables["AWS_ENDPOINT_URL"],
        aws_access_key_id=variables["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=variables["AWS_SECRET_ACCESS_KEY"],
    )


def provide_state_bucket(aws: Emulator, deployment: DeploymentSettings) -> None:
    """Create the bucket of an S3 state as the demo does, unless another test that shares the emulator has."""
    with process_variables(aws.variables(os.environ)):
        session = boto3.Session(region_name=deployment.settings.region)
        with suppress(session.client("s3").exceptions.BucketAlreadyOwnedByYou):
            create_state_bucket(deployment, session)
