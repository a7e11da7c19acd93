"""Invokes a deployed function through the Lambda API and collects what it left behind."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import boto3

from tap_cli.errors import UserError
from tap_stack.settings import Settings

LEVELS_THAT_SHOW: Final = frozenset({"TRACE", "DEBUG", "INFO"})
"""Log levels at which an invocation without a fault logs anything: Lambda's own events of it are INFO."""

ARRIVAL_SECONDS: Final = 10.0
"""How long log events and metrics may take to arrive."""


@dataclass(frozen=True)
class Invocation:
    """What one invocation answered and left behind: the messages of its log group, the names of its metrics."""

    answer: Any
    log: list[str]
    metrics: list[str]


def invoke(settings: Settings, session: boto3.Session) -> Invocation:
    """Invoke the function of an environment.

    The project's own handler answers with where it runs, and publishes a metric; then both are checked. A handler of
    the user's may answer anything but an error.

    Raises:
        UserError: the function failed, answered from another environment, or left no log or metric.
    """
    client = session.client("lambda")
    response = client.invoke(FunctionName=settings.function_name, Payload=b"{}")
    payload = response["Payload"].read().decode()
    if "FunctionError" in response:
        raise UserError(f"{settings.function_name} failed: {payload}")
    answer = json.loads(payload)
    says_where = _check(answer, settings)
    logs, cloudwatch = session.client("logs"), session.client("cloudwatch")
    log = _arrive(
        lambda: [
            event.get("message", "") for event in logs.filter_log_events(logGroupName=settings.log_group_name)["events"]
        ],
        ARRIVAL_SECONDS if (logs_something := shows_log(settings)) else 0.0,
    )
    metrics = _arrive(
        lambda: [
            metric.get("MetricName", "")
            for metric in cloudwatch.list_metrics(Namespace=settings.metrics_namespace)["Metrics"]
        ],
        ARRIVAL_SECONDS if says_where else 0.0,
    )
    if logs_something and not log:
        raise UserError(f"{settings.function_name} left no line in its log group {settings.log_group_name}.")
    if says_where and not metrics:
        raise UserError(f"{settings.function_name} published no metric in {settings.metrics_namespace}.")
    return Invocation(answer, log, metrics)


def shows_log(settings: Settings) -> bool:
    """Return whether Lambda itself logs an invocation without a fault, by the environment's system level."""
    return settings.logs.system_level in LEVELS_THAT_SHOW


def _check(answer: Any, settings: Settings) -> bool:
    """Check an answer against the environment; return whether it says at all where it comes from.

    Raises:
        UserError: it is an error, or comes from elsewhere.
    """
    if not isinstance(answer, dict):
        return False
    if isinstance(status := answer.get("status"), int) and status >= 400:
        raise UserError(f"{settings.function_name} refused the event {{}}: {json.dumps(answer)}")
    where = {
        "environment": settings.environment,
        "region": settings.region,
        "function": settings.function_name,
        "version": "$LATEST",
    }
    for name, value in where.items():
        if name in answer and answer[name] != value:
            raise UserError(f"{settings.function_name} answered {name} {answer[name]!r} instead of {value!r}.")
    return where.keys() <= answer.keys()


def _arrive(read: Callable[[], list[str]], seconds: float) -> list[str]:
    """Read until there is something, or the time is over."""
    deadline = time.monotonic() + seconds
    while not (found := read()) and time.monotonic() < deadline:
        time.sleep(0.2)
    return found
