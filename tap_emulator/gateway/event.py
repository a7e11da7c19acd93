"""From an HTTP request to the event that API Gateway makes of it, and from a function's answer to the response.

Source: API Gateway developer guide, "Create AWS Lambda proxy integrations for HTTP APIs", payload format 2.0.
"""

import base64
import json
import re
import time
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, unquote

_TEXT = re.compile(r"(text/|application/(json|javascript|xml|[\w.+-]+\+(json|xml))\b)", re.IGNORECASE)
_SEPARATOR = re.compile(r"[\r\n\0]")
_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")  # a token of RFC 9110


@dataclass(frozen=True)
class Request:
    """A request as it came in; ``target`` is the path with its query, ``headers`` in their order."""

    method: str
    target: str
    headers: Sequence[tuple[str, str]]
    body: bytes
    protocol: str
    source: str


@dataclass(frozen=True)
class Response:
    """What goes back to the caller."""

    status: int
    headers: Sequence[tuple[str, str]]
    body: bytes


def message(status: int, text: str) -> Response:
    """Return an answer of the gateway's own."""
    return Response(status, [("content-type", "application/json")], json.dumps({"message": text}).encode())


INTERNAL = message(500, "Internal Server Error")


def proxy_event(request: Request, stage: str, host: str) -> dict[str, Any]:
    """Return the event for a request that no route but ``$default`` takes.

    Args:
        request: what came in.
        stage: the stage's name, which the path begins with.
        host: the API's own, as the caller names it.
    """
    path, _, query = request.target.partition("?")
    headers = _joined(request.headers)
    cookies = headers.pop("cookie", "")
    now = time.time()
    text = _text(headers.get("content-type", ""), request.body)
    event: dict[str, Any] = {
        "version": "2.0",
        "routeKey": "$default",
        "rawPath": unquote(path),
        "rawQueryString": query,
        "headers": headers,
        "requestContext": {
            "accountId": "123456789012",
            "apiId": "local",
            "domainName": host,
            "domainPrefix": host.partition(".")[0],
            "http": {
                "method": request.method,
                "path": unquote(path),
                "protocol": request.protocol,
                "sourceIp": request.source,
                "userAgent": headers.get("user-agent", ""),
            },
            "requestId": uuid.uuid4().hex[:16],
            "routeKey": "$default",
            "stage": stage,
            "time": time.strftime("%d/%b/%Y:%H:%M:%S +0000", time.gmtime(now)),
            "timeEpoch": int(now * 1000),
        },
        "isBase64Encoded": text is None,
    }
    if cookies:
        event["cookies"] = [cookie.strip() for cookie in cookies.split(";")]
    if query:
        event["queryStringParameters"] = _joined(parse_qsl(query, keep_blank_values=True), lower=False)
    if request.body:
        event["body"] = base64.b64encode(request.body).decode() if text is None else text
    else:
        event["isBase64Encoded"] = False
    return event


def response(payload: bytes) -> Response:
    """Return what API Gateway makes of a function's answer: a whole response, or a body of JSON for anything else."""
    answer = json.loads(payload)
    if not isinstance(answer, dict) or "statusCode" not in answer:
        return Response(200, [("content-type", "application/json")], payload)
    try:
        return _stated(answer)
    except (TypeError, ValueError, AttributeError):
        return INTERNAL


def _stated(answer: Mapping[str, Any]) -> Response:
    """Return the response that an answer states.

    Raises:
        ValueError: it is none that HTTP can carry.
    """
    status, body = int(answer["statusCode"]), answer.get("body") or ""
    if not isinstance(body, str):
        body = json.dumps(body)
    headers = [(str(name).lower(), _header(value)) for name, value in (answer.get("headers") or {}).items()]
    headers += [("set-cookie", _header(cookie)) for cookie in answer.get("cookies") or ()]
    if not 200 <= status <= 599 or not all(_NAME.fullmatch(name) for name, _ in headers):
        raise ValueError("no response of HTTP")
    if not any(name == "content-type" for name, _ in headers):
        headers.append(("content-type", "text/plain"))
    content = base64.b64decode(body, validate=True) if answer.get("isBase64Encoded") else body.encode()
    return Response(status, headers, content)


def _header(value: object) -> str:
    text = {True: "true", False: "false"}[value] if isinstance(value, bool) else str(value)
    if _SEPARATOR.search(text):
        raise ValueError("a header of several lines")
    return text


def _joined(pairs: Iterable[tuple[str, str]], *, lower: bool = True) -> dict[str, str]:
    """Return the pairs by name, the values of one name joined by commas."""
    joined: dict[str, str] = {}
    for given, value in pairs:
        name = given.lower() if lower else given
        joined[name] = f"{joined[name]},{value}" if name in joined else value
    return joined


def _text(content_type: str, body: bytes) -> str | None:
    """Return a body that travels as text; None for one that travels in base64."""
    if content_type and not _TEXT.match(content_type):
        return None
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        return None
