"""Requests as events, and answers as responses, as API Gateway has them (payload format 2.0)."""

import base64
import json
from typing import Any

import pytest

from tap_emulator.gateway.cors import Cors
from tap_emulator.gateway.event import INTERNAL, Request, Response, proxy_event, response

CORS = Cors(origins=["https://a.example"], methods=["GET", "POST"], headers=["x-h"], exposed=["x-e"], max_age=600)


def event_of(target: str = "/dev/", body: bytes = b"", *headers: tuple[str, str]) -> dict[str, Any]:
    return proxy_event(Request("POST", target, headers, body, "HTTP/1.1", "127.0.0.1"), "dev", "localhost:1")


def test_path_query_headers_and_cookies() -> None:
    target = "/dev/a%20b?x=1&x=2&empty=&enc=%C3%BC"
    event = event_of(target, b"", ("X-A", "1"), ("x-a", "2"), ("Cookie", "a=1; b=2"), ("User-Agent", "t"))
    assert event["rawPath"] == event["requestContext"]["http"]["path"] == "/dev/a b"
    assert event["rawQueryString"] == "x=1&x=2&empty=&enc=%C3%BC"
    assert event["queryStringParameters"] == {"x": "1,2", "empty": "", "enc": "ü"}
    assert event["headers"] == {"x-a": "1,2", "user-agent": "t"}
    assert event["cookies"] == ["a=1", "b=2"]
    assert event["requestContext"]["http"]["userAgent"] == "t"
    assert (event["version"], event["routeKey"], event["requestContext"]["stage"]) == ("2.0", "$default", "dev")
    assert "body" not in event
    assert event["isBase64Encoded"] is False


@pytest.mark.parametrize(
    ("kind", "body", "in_base64"),
    [
        ("application/json", b"{}", False),
        ("application/problem+json", b"{}", False),
        ("text/plain; charset=utf-8", "ü".encode(), False),
        ("", b"x", False),
        ("application/json", b"\xff", True),
        ("application/x-www-form-urlencoded", b"a=1", True),
        ("image/png", b"x", True),
    ],
)
def test_text_travels_as_text_and_all_else_in_base64(kind: str, body: bytes, in_base64: bool) -> None:
    event = event_of("/dev", body, ("content-type", kind))
    assert event["isBase64Encoded"] is in_base64
    assert (base64.b64decode(event["body"]) if in_base64 else event["body"].encode()) == body


def test_a_stated_response() -> None:
    answer = {
        "statusCode": 201,
        "headers": {"X-A": 1, "x-b": True},
        "cookies": ["a=1", "b=2"],
        "body": base64.b64encode(b"\xff").decode(),
        "isBase64Encoded": True,
    }
    assert response(json.dumps(answer).encode()) == Response(
        201,
        [
            ("x-a", "1"),
            ("x-b", "true"),
            ("set-cookie", "a=1"),
            ("set-cookie", "b=2"),
            ("content-type", "text/plain"),
        ],
        b"\xff",
    )


@pytest.mark.parametrize("value", [{"a": 1}, [1], "text", None])
def test_any_other_answer_is_a_body_of_json(value: object) -> None:
    assert response(json.dumps(value).encode()) == Response(
        200, [("content-type", "application/json")], json.dumps(value).encode()
    )


@pytest.mark.parametrize(
    "answer",
    [
        {"statusCode": "many"},
        {"statusCode": 99},
        {"statusCode": 200, "headers": {"a": "b\r\nset-cookie: evil"}},
        {"statusCode": 200, "headers": {"a b": "c"}},
        {"statusCode": 200, "headers": ["a"]},
        {"statusCode": 200, "body": "%", "isBase64Encoded": True},
        {"statusCode": 200, "body": "\ud800"},
    ],
)
def test_an_answer_that_http_cannot_carry_is_an_internal_error(answer: object) -> None:
    assert response(json.dumps(answer).encode()) is INTERNAL


def test_a_preflight_is_answered_for_the_named_origin_alone() -> None:
    asked = {"origin": "https://a.example", "access-control-request-method": "POST"}
    allowed = CORS.preflight("OPTIONS", asked)
    assert allowed is not None
    assert dict(allowed.headers) == {
        "access-control-allow-origin": "https://a.example",
        "vary": "origin",
        "access-control-allow-methods": "GET,POST",
        "access-control-allow-headers": "x-h",
        "access-control-max-age": "600",
    }
    assert CORS.preflight("OPTIONS", {**asked, "origin": "https://b.example"}) == Response(204, [], b"")
    assert CORS.preflight("GET", asked) is None
    assert CORS.preflight("OPTIONS", {}) is None
    assert Cors().preflight("OPTIONS", asked) is None


def test_the_functions_own_cors_headers_do_not_count() -> None:
    answer = Response(200, [("access-control-allow-origin", "*"), ("x-e", "1")], b"")
    assert CORS.applied(answer, {"origin": "https://b.example"}).headers == [("x-e", "1")]
    allowed = dict(CORS.applied(answer, {"origin": "https://a.example"}).headers)
    assert allowed["access-control-allow-origin"] == "https://a.example"
    assert allowed["access-control-expose-headers"] == "x-e"
    with_credentials = Cors(origins=["https://a.example"], credentials=True)
    assert (
        dict(with_credentials.applied(answer, {"origin": "https://a.example"}).headers)[
            "access-control-allow-credentials"
        ]
        == "true"
    )
    assert Cors().applied(answer, {}) is answer
