"""Answers the requests that API Gateway hands on (HTTP API, payload format 2.0)."""

from __future__ import annotations

import base64
import json
import logging
import os
from collections.abc import Callable, Mapping
from typing import Any, Protocol

BODY_LIMIT = 64 * 1024
"""Bytes of a request's body."""

PATH_SHOWN = 200
"""Characters of a path that an answer or a log line shows."""

HEADERS = {"cache-control": "no-store", "x-content-type-options": "nosniff"}

logger = logging.getLogger(__name__)


class Context(Protocol):
    """What the runtime says of this invocation; only what is used here."""

    aws_request_id: str
    function_version: str


Route = Callable[[Mapping[str, Any], Context], dict[str, Any]]
"""Answers one method on one path with the object of its body."""


class ProblemError(Exception):
    """A request that is refused, as RFC 9457 describes it.

    Args:
        status: of the answer.
        title: of the kind of problem.
        detail: of this one, with what to do.
        headers: of the answer, beside the usual ones.
    """

    def __init__(self, status: int, title: str, detail: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(detail)
        self.status, self.title, self.detail = status, title, detail
        self.headers = headers or {}


def is_request(event: Any) -> bool:
    """Return whether an event is a request of an HTTP API."""
    context = event.get("requestContext") if isinstance(event, dict) else None
    return isinstance(context, dict) and isinstance(context.get("http"), dict) and event.get("version") == "2.0"


def answer(event: Mapping[str, Any], context: Context) -> dict[str, Any]:
    """Answer a request; what is wrong with it is the caller's to read and never an error of the function."""
    http = event["requestContext"]["http"]
    method, path = str(http.get("method", "")), _path(event)
    headers: Mapping[str, str] = {}
    try:
        status, kind, body = 200, "application/json", _route(method, path)(event, context)
    except ProblemError as problem:
        status, kind, headers = problem.status, "application/problem+json", problem.headers
        body = {"type": "about:blank", "title": problem.title, "status": status, "detail": problem.detail}
    logger.info(
        "answered",
        extra={"method": method[:PATH_SHOWN], "path": path[:PATH_SHOWN], "status": status} | _gateway(event),
    )
    return {
        "statusCode": status,
        "headers": {"content-type": kind, "x-request-id": context.aws_request_id, **HEADERS, **headers},
        "body": json.dumps({**body, "requestId": context.aws_request_id}),
    }


def failed(context: Context, detail: str) -> dict[str, Any]:
    """Return the answer for a fault of the function's own."""
    body = {"type": "about:blank", "title": "Internal Server Error", "status": 500, "detail": detail}
    return {
        "statusCode": 500,
        "headers": {"content-type": "application/problem+json", "x-request-id": context.aws_request_id, **HEADERS},
        "body": json.dumps({**body, "requestId": context.aws_request_id}),
    }


def _path(event: Mapping[str, Any]) -> str:
    """Return the path without its stage, which API Gateway puts before it."""
    path, stage = str(event.get("rawPath", "/")), str(event["requestContext"].get("stage", "$default"))
    prefix = f"/{stage}"
    return (path.removeprefix(prefix) or "/") if path == prefix or path.startswith(f"{prefix}/") else path


def _route(method: str, path: str) -> Route:
    """Return what answers a method on a path.

    Raises:
        ProblemError: nothing does.
    """
    methods = ROUTES.get(path)
    if methods is None:
        raise ProblemError(404, "Not Found", f"There is no {path[:PATH_SHOWN]} here: {', '.join(ROUTES)}.")
    if method not in methods:
        allowed = ", ".join(methods)
        raise ProblemError(405, "Method Not Allowed", f"{path} answers {allowed}.", {"allow": allowed})
    return methods[method]


def _health(_: Mapping[str, Any], context: Context) -> dict[str, Any]:
    return {"status": "ok", "environment": os.environ["ENVIRONMENT"], "version": context.function_version}


def _info(_: Mapping[str, Any], context: Context) -> dict[str, Any]:
    return {
        "environment": os.environ["ENVIRONMENT"],
        "region": os.environ["REGION"],
        "function": os.environ["FUNCTION_NAME"],
        "version": context.function_version,
    }


def _echo(event: Mapping[str, Any], _: Context) -> dict[str, Any]:
    """Return the object that the body holds.

    Raises:
        ProblemError: the body is too large or no JSON object.
    """
    body = _body(event)
    try:
        value = json.loads(body.decode("utf-8"), parse_constant=_no_constant)
        json.dumps(value, allow_nan=False)
    except (ValueError, RecursionError):
        raise ProblemError(400, "Bad Request", "The body is not JSON in UTF-8: send a JSON object.") from None
    if not isinstance(value, dict):
        raise ProblemError(400, "Bad Request", "The body is JSON, but no object: send a JSON object.")
    return {"echo": value}


def _body(event: Mapping[str, Any]) -> bytes:
    body = event.get("body") or ""
    try:
        raw = base64.b64decode(body, validate=True) if event.get("isBase64Encoded") else body.encode()
    except ValueError:  # no base64, or half a surrogate pair
        raise ProblemError(400, "Bad Request", "The body is not JSON in UTF-8: send a JSON object.") from None
    if len(raw) > BODY_LIMIT:
        raise ProblemError(413, "Content Too Large", f"The body has {len(raw)} bytes: send at most {BODY_LIMIT}.")
    return raw


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


def _gateway(event: Mapping[str, Any]) -> dict[str, str]:
    """Return the id under which the gateway's own log has the request."""
    return {"gatewayRequestId": str(event["requestContext"].get("requestId", ""))[:PATH_SHOWN]}


ROUTES: Mapping[str, Mapping[str, Route]] = {
    "/": {"GET": _health, "POST": _echo},
    "/health": {"GET": _health},
    "/info": {"GET": _info},
}
