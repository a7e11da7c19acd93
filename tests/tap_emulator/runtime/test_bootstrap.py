"""The plain-Python stand-in for the compiled HTTP client, against the Runtime API that functions get."""

import json

import pytest

from tap_emulator.invocation import Invocation
from tap_emulator.runtime.bootstrap import RuntimeClient
from tap_emulator.runtime.runtime_api import Answered, Began, RuntimeApi

INVOCATION = Invocation(
    "11-22", "arn:aws:lambda:eu-west-1:123456789012:function:f", b'{"a": 1}', "Root=1-2-3", "stream"
)


def test_an_event_goes_out_and_an_answer_comes_back() -> None:
    with RuntimeApi(INVOCATION, timeout=3) as api:
        client = RuntimeClient(api.address)
        client.initialize_client("test")
        event, headers = client.next()
        client.post_invocation_result("11-22", '"ä"'.encode(), "application/json", None)
        assert event == b'{"a": 1}'
        assert headers.get("Lambda-Runtime-Aws-Request-Id") == "11-22"
        assert headers.get("Lambda-Runtime-Invoked-Function-Arn") == INVOCATION.function_arn
        assert headers.get("Lambda-Runtime-Trace-Id") == "Root=1-2-3"
        assert headers.get("Lambda-Runtime-Client-Context") is None
        assert [api.steps.get(timeout=5), api.steps.get(timeout=5)] == [Began(), Answered('"ä"'.encode())]


def test_an_error_comes_back_with_its_type() -> None:
    error = json.dumps({"errorType": "ValueError", "errorMessage": "no"})
    with RuntimeApi(INVOCATION, timeout=3) as api:
        RuntimeClient(api.address).post_error("11-22", error, "{}", None)
        assert api.steps.get(timeout=5) == Answered(error.encode(), "ValueError")


def test_an_answer_to_another_invocation_is_refused() -> None:
    with RuntimeApi(INVOCATION, timeout=3) as api, pytest.raises(RuntimeError, match="404"):
        RuntimeClient(api.address).post_invocation_result("99", b"{}", "application/json", None)
