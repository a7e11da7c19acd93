"""The function that Lambda runs: a small, real piece of work that uses every permission it was granted.

Invoked directly it writes structured logs, publishes one metric into its environment's namespace, carries the trace
header into its log, and answers with where it ran. Behind an HTTP API it answers requests (`http_api.py`). Only the
standard library and boto3, which the Python 3.12 runtime brings.
"""

from __future__ import annotations

import logging
import os
from functools import cache
from typing import Any

import boto3
import http_api
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from http_api import Context

REQUIRED_VARIABLES = ("ENVIRONMENT", "REGION", "FUNCTION_NAME", "METRICS_NAMESPACE")
METRIC_NAME = "Invocations"
NAME_LIMIT = 100
PATIENCE = Config(connect_timeout=1, read_timeout=2, retries={"total_max_attempts": 2})
"""How long CloudWatch may hold up a request: about six seconds at most."""

logger = logging.getLogger()
for library in ("boto3", "botocore", "urllib3"):  # at DEBUG they would log every request of theirs, whole
    logging.getLogger(library).setLevel(logging.WARNING)


def handle(event: Any, context: Context) -> dict[str, Any]:
    """Answer an event.

    Args:
        event: a JSON object; its optional `name` is a text of up to 100 characters. Or a request of an HTTP API.
        context: the runtime's own.

    Returns:
        What `http_api` says to a request. Else `{"status": 200, "environment", "region", "function", "version",
        "message"}`; for an event that is not of this shape `{"status": 400, "error"}`; when the function lacks a
        variable `{"status": 500, "error"}`.
    """
    missing = [name for name in REQUIRED_VARIABLES if not os.environ.get(name)]
    if missing:
        error = f"The function lacks the variables {', '.join(missing)}."
        return http_api.failed(context, error) if http_api.is_request(event) else _refuse(500, error)
    if http_api.is_request(event):
        return http_api.answer(event, context)
    name = event.get("name", "world") if isinstance(event, dict) else None
    if not isinstance(name, str) or not 0 < len(name) <= NAME_LIMIT or not _is_text(name):
        return _refuse(
            400, f"The event is not a JSON object whose optional 'name' is a text of 1 to {NAME_LIMIT} characters."
        )
    _publish_metric()
    logger.info("answered", extra={"trace": _trace(), "environment": os.environ["ENVIRONMENT"]})
    return {
        "status": 200,
        "environment": os.environ["ENVIRONMENT"],
        "region": os.environ["REGION"],
        "function": os.environ["FUNCTION_NAME"],
        "version": context.function_version,
        "message": f"Hello, {name}.",
    }


def _is_text(value: str) -> bool:
    """Return whether a string is text; JSON can carry half a surrogate pair, which no answer can."""
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def _publish_metric() -> None:
    """Count this invocation in the one namespace that the execution role allows; a failure is logged, no more."""
    metric = {
        "MetricName": METRIC_NAME,
        "Dimensions": [{"Name": "FunctionName", "Value": os.environ["FUNCTION_NAME"]}],
        "Value": 1,
        "Unit": "Count",
    }
    try:
        _cloudwatch().put_metric_data(Namespace=os.environ["METRICS_NAMESPACE"], MetricData=[metric])
    except (BotoCoreError, ClientError):
        logger.exception("the metric was not sent")


@cache
def _cloudwatch() -> Any:
    """Return the client, made once for all invocations that this process serves."""
    return boto3.client("cloudwatch", region_name=os.environ["REGION"], config=PATIENCE)


def _trace() -> str:
    """Return the X-Ray trace header of this invocation, which the runtime sets anew each time."""
    return os.environ.get("_X_AMZN_TRACE_ID", "")


def _refuse(status: int, error: str) -> dict[str, Any]:
    logger.error("refused", extra={"status": status, "error": error})
    return {"status": status, "error": error}
