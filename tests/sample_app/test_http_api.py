"""What the sample's handler answers to requests of an HTTP API."""

import base64
import importlib.util
import json
import logging
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from tests.sample_app.sample import HANDLER

pytestmark = pytest.mark.remedy(
    "These tests are of the sample's own handler. Where another replaced it, replace tests/sample_app/test_http_api.py."
)

CONTEXT = SimpleNamespace(aws_request_id="r-1", function_version="3")
VARIABLES = {"ENVIRONMENT": "test", "REGION": "eu-west-1", "FUNCTION_NAME": "tap-test"}


@pytest.fixture(scope="module")
def module() -> ModuleType:
    spec = importlib.util.spec_from_file_location("sample_http_api", HANDLER / "http_api.py")
    assert spec
    assert spec.loader
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded


@pytest.fixture(autouse=True)
def variables(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in VARIABLES.items():
        monkeypatch.setenv(name, value)


def request(method: str, path: str, body: str | None = None, *, stage: str = "test", **more: Any) -> dict[str, Any]:
    context = {"http": {"method": method, "path": path}, "stage": stage, "requestId": "g-1"}
    return {"version": "2.0", "rawPath": path, "requestContext": context, "body": body, **more}


def said(answer: dict[str, Any]) -> dict[str, Any]:
    body: dict[str, Any] = json.loads(answer["body"])
    assert answer["headers"]["x-request-id"] == body.pop("requestId") == "r-1"
    assert answer["headers"]["content-type"] == (
        "application/json" if answer["statusCode"] == 200 else "application/problem+json"
    )
    return body


@pytest.mark.parametrize("path", ["/", "/health", "/test", "/test/", "/test/health"])
def test_health_says_environment_and_version(module: ModuleType, path: str) -> None:
    answer = module.answer(request("GET", path), CONTEXT)
    assert said(answer) == {"status": "ok", "environment": "test", "version": "3"}


def test_info_says_where_it_runs(module: ModuleType) -> None:
    answer = said(module.answer(request("GET", "/test/info"), CONTEXT))
    assert answer == {"environment": "test", "region": "eu-west-1", "function": "tap-test", "version": "3"}


@pytest.mark.parametrize("value", [{}, {"name": "Ada"}, {"a": [1, 2.5, None, {"b": "ü"}]}, {"half": "\ud800"}])
def test_a_posted_object_comes_back(module: ModuleType, value: dict[str, Any]) -> None:
    assert said(module.answer(request("POST", "/", json.dumps(value)), CONTEXT)) == {"echo": value}
    packed = base64.b64encode(json.dumps(value).encode()).decode()
    assert said(module.answer(request("POST", "/", packed, isBase64Encoded=True), CONTEXT)) == {"echo": value}


@pytest.mark.parametrize(
    "body",
    [None, "", "{", "[]", "3", "null", '"text"', '{"a": NaN}', '{"a": 1e999}', "[" * 60_000, f'{{"a": {"9" * 5000}}}'],
    ids=range(11),
)
def test_what_is_no_json_object_is_the_callers_fault(module: ModuleType, body: str | None) -> None:
    answer = said(module.answer(request("POST", "/", body), CONTEXT))
    assert (answer["status"], answer["title"], answer["type"]) == (400, "Bad Request", "about:blank")
    assert "send a JSON object" in answer["detail"]


@pytest.mark.parametrize("body", ["ü" * 5, "\ud800", "====", "e30"])
def test_a_body_that_is_no_base64_is_the_callers_fault(module: ModuleType, body: str) -> None:
    assert said(module.answer(request("POST", "/", body, isBase64Encoded=True), CONTEXT))["status"] == 400


def test_a_large_body_is_refused_before_it_is_read(module: ModuleType) -> None:
    at_limit = json.dumps({"a": "x" * (module.BODY_LIMIT - 9)})
    assert module.answer(request("POST", "/", at_limit), CONTEXT)["statusCode"] == 200
    answer = said(module.answer(request("POST", "/", at_limit + " "), CONTEXT))
    assert (answer["status"], answer["detail"]) == (413, "The body has 65537 bytes: send at most 65536.")


@pytest.mark.parametrize(
    "path", ["/nothing", "/health/", "/testing", "/test/test", "", "/\r\nx-injected: 1", "/x" * 9999]
)
def test_an_unknown_path_is_not_found(module: ModuleType, path: str) -> None:
    answer = module.answer(request("GET", path), CONTEXT)
    assert said(answer)["status"] == 404
    assert "x-injected" not in json.dumps(answer["headers"])
    assert len(answer["body"]) < 1000


@pytest.mark.parametrize("method", ["DELETE", "PUT", "OPTIONS", "BREW", ""])
def test_another_method_is_refused_with_the_allowed_ones(module: ModuleType, method: str) -> None:
    answer = module.answer(request(method, "/"), CONTEXT)
    assert (said(answer)["status"], answer["headers"]["allow"]) == (405, "GET, POST")


def test_the_log_line_has_the_status_and_nothing_that_was_sent(
    module: ModuleType, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        module.answer(request("POST", "/", '{"password": "hunter2"}', rawQueryString="token=hunter2"), CONTEXT)
    (line,) = caplog.records
    assert (line.message, line.__dict__["status"], line.__dict__["gatewayRequestId"]) == ("answered", 200, "g-1")
    assert "hunter2" not in str(line.__dict__)


@pytest.mark.parametrize(
    "event", [None, [], {}, {"version": "2.0"}, {"version": "1.0", "requestContext": {"http": {}}}]
)
def test_other_events_are_no_requests(module: ModuleType, event: object) -> None:
    assert not module.is_request(event)


def test_a_fault_of_the_function_is_a_problem_too(module: ModuleType) -> None:
    assert said(module.failed(CONTEXT, "The function lacks a variable."))["status"] == 500
