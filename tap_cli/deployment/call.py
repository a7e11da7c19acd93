"""Calls a deployed function once, for a person: its answer and the end of its log."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, EndpointConnectionError

from tap_cli.errors import UserError
from tap_stack.settings import Settings


@dataclass(frozen=True)
class Answer:
    """What a call gave.

    Attributes:
        payload: the answer's JSON, or the error's.
        failed: whether it is the function's error.
        log: the last 4 KB of what the call logged.
    """

    payload: str
    failed: bool
    log: str


def call(settings: Settings, event: bytes) -> Answer:
    """Invoke the function of an environment in the AWS that the user's variables lead to, and wait for its answer.

    Raises:
        UserError: there is no such function, or AWS refuses or does not answer.
    """
    name, region = settings.function_name, settings.region
    patience = Config(connect_timeout=10, read_timeout=settings.function.timeout + 60, retries={"max_attempts": 0})
    client: Any = boto3.Session(region_name=region).client("lambda", config=patience)
    try:
        answer = client.invoke(FunctionName=name, Payload=event, LogType="Tail")
        payload = answer["Payload"].read().decode("utf-8", "replace")
    except client.exceptions.ResourceNotFoundException:
        raise UserError(
            f"There is no function {name} in {region}: environment {settings.environment} is not deployed there. "
            f"Deploy it: cdktf deploy {settings.environment}. To try without an account: tap demo "
            f"{settings.environment} --keep"
        ) from None
    except EndpointConnectionError as error:
        raise UserError(
            f"{error} An emulated AWS that has ended takes its function along: start one, such as with tap demo "
            f"{settings.environment} --keep, and take the line that it prints."
        ) from None
    except (BotoCoreError, ClientError) as error:
        raise UserError(f"{name} in {region} could not be invoked: {error}") from None
    log = base64.b64decode(answer.get("LogResult", "")).decode("utf-8", "replace")
    return Answer(payload, "FunctionError" in answer, log)
