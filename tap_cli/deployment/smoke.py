"""Tries a deployed service once: its API answers, and what watches it is there."""

from __future__ import annotations

import http.client
import json
from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import urlsplit

import boto3
from botocore.exceptions import BotoCoreError, ClientError

import tap_emulator
from tap_cli.deployment.by_name import find_apis
from tap_cli.deployment.invocation import invoke
from tap_cli.errors import UserError
from tap_stack.settings import DeploymentSettings, Settings

SENT: Final = {"smoke": "test"}
"""What is posted; an answer that has an `echo` has this in it."""

ANSWER_SECONDS: Final = 35
"""How long an answer may take: API Gateway itself gives up after 30 seconds."""

LOOPBACK: Final = ("127.0.0.1", "localhost")


def smoke(deployment: DeploymentSettings) -> Iterator[str]:
    """Try everything of an environment in the AWS that the user's variables lead to; yield a line for what works.

    Raises:
        UserError: the first thing that does not.
    """
    settings = deployment.settings
    session = boto3.Session(region_name=settings.region)
    try:
        invocation = invoke(settings, session)
        metrics = ", ".join(sorted(set(invocation.metrics))) or "none"
        yield f"function {settings.function_name} answered; {len(invocation.log)} log events; metrics: {metrics}"
        yield from try_service(deployment, session)
    except (BotoCoreError, ClientError) as error:
        raise UserError(f"{settings.function_name} in {settings.region} could not be tried: {error}") from None


def try_service(deployment: DeploymentSettings, session: boto3.Session) -> Iterator[str]:
    """Try what stands beside the function; yield a line for each thing that works.

    Raises:
        UserError: the first thing that does not.
    """
    if deployment.api:
        yield from _try_api(deployment, session)
    if deployment.monitoring:
        yield _find_alarms(deployment, session)


def _try_api(deployment: DeploymentSettings, session: boto3.Session) -> Iterator[str]:
    settings = deployment.settings
    client = session.client("apigatewayv2")
    apis = find_apis(client, settings.function_name)
    if len(apis) != 1:
        raise UserError(f"There are {len(apis)} HTTP APIs named {settings.function_name} instead of one.")
    on_this_machine = urlsplit(client.meta.endpoint_url).hostname in LOOPBACK
    is_signed = deployment.api is not None and deployment.api.authorization != "none"
    for method, path, body in (("GET", "/health", ""), ("POST", "/", json.dumps(SENT))):
        if on_this_machine or is_signed:
            status, text = _through_lambda(settings, session, method, path, body)
        else:
            status, text = _through_http(apis[0]["ApiEndpoint"], f"/{settings.environment}{path}", method, body)
        _check(settings, f"{method} {path}", status, text)
        yield f"API {apis[0]['ApiId']}: {method} {path} answered {status}"


def _through_lambda(settings: Settings, session: boto3.Session, method: str, path: str, body: str) -> tuple[int, str]:
    """Call the function as the API would: an emulated one carries no request."""
    headers = [("content-type", "application/json"), ("user-agent", "tap")]
    target = f"/{settings.environment}{path}"
    request = tap_emulator.Request(method, target, headers, body.encode(), "HTTP/1.1", "127.0.0.1")
    event = tap_emulator.proxy_event(request, settings.environment, "localhost")
    answer = session.client("lambda").invoke(FunctionName=settings.function_name, Payload=json.dumps(event).encode())
    payload = answer["Payload"].read()
    if "FunctionError" in answer:
        raise UserError(f"{settings.function_name} failed at {method} {path}: {payload.decode()}")
    response = tap_emulator.response(payload)
    return response.status, response.body.decode("utf-8", "replace")


def _through_http(endpoint: str, target: str, method: str, body: str) -> tuple[int, str]:
    connection = http.client.HTTPSConnection(str(urlsplit(endpoint).hostname), timeout=ANSWER_SECONDS)
    try:
        connection.request(method, target, body or None, {"content-type": "application/json", "user-agent": "tap"})
        answer = connection.getresponse()
        return answer.status, answer.read().decode("utf-8", "replace")
    except (OSError, http.client.HTTPException) as error:
        raise UserError(f"{endpoint}{target} did not answer: {error}") from None
    finally:
        connection.close()


def _check(settings: Settings, what: str, status: int, text: str) -> None:
    """Refuse an answer that is an error of the server's, or comes from elsewhere; a handler may know other paths.

    Raises:
        UserError: why.
    """
    if status >= 500:
        raise UserError(f"{settings.function_name} answered {status} to {what}: {text}")
    try:
        said: Any = json.loads(text)
    except ValueError:
        return
    if not isinstance(said, dict):
        return
    for name, wanted in (("environment", settings.environment), ("echo", SENT)):
        if name in said and said[name] != wanted:
            raise UserError(f"{settings.function_name} answered {name} {said[name]!r} to {what}, not {wanted!r}.")


def _find_alarms(deployment: DeploymentSettings, session: boto3.Session) -> str:
    """Return the line of the alarms that are there.

    Raises:
        UserError: one is missing.
    """
    name = deployment.settings.function_name
    kinds = ("errors", "duration", "throttles", *(("api-errors",) if deployment.api else ()))
    wanted = {f"{name}-{kind}" for kind in kinds}
    alarms = session.client("cloudwatch").describe_alarms(AlarmNames=sorted(wanted))["MetricAlarms"]
    if missing := sorted(wanted - {alarm["AlarmName"] for alarm in alarms}):
        raise UserError(f"The alarms {', '.join(missing)} are missing: deploy {deployment.settings.environment}.")
    return f"alarms: {', '.join(sorted(wanted))}"
