"""What a pin to one function does: `lambda:SourceFunctionArn`, which AWS sends with the function's own calls.

Source: Lambda developer guide, "Using source function ARN to control function access behavior". Of Lambda's own calls
for a function AWS lists `xray:PutTraceSegments`, not `xray:PutTelemetryRecords`: a pin on that one would break tracing.
"""

import copy
from dataclasses import replace
from itertools import product

import pytest

from product.security.requests import needed, promise_of
from product.security.role import Place, Role, read_role
from product.security.simulator import judge
from product.security.verdict import judge_roles
from tests.support.synthesis import SynthesizedStack

PLACE = Place("aws", "eu-west-1", "123456789012")
KEY = "lambda:SourceFunctionArn"


@pytest.fixture(scope="module")
def role(stacks: dict[str, SynthesizedStack]) -> Role:
    return read_role(stacks["dev"].folder, PLACE)


def pinned(role: Role, *purposes: str) -> Role:
    """Return the role with the statements of these purposes pinned to its function."""
    policies = copy.deepcopy(dict(role.policies))
    for purpose in purposes:
        for statement in policies[f"{role.function_name}-{purpose}"]["Statement"]:
            statement.setdefault("Condition", {})["ArnEquals"] = {KEY: role.function_arn}
    return replace(role, policies=policies)


def test_logs_and_metrics_can_be_pinned_and_keep_what_is_needed(role: Role) -> None:
    assert judge_roles({"dev": pinned(role, "logs", "metrics")})["dev"].faults == ()


def test_a_pin_on_tracing_would_deny_telemetry_and_nothing_else(role: Role) -> None:
    faults = judge_roles({"dev": pinned(role, "tracing")})["dev"].faults
    assert faults == ("denied: xray:PutTelemetryRecords on *",)


def test_a_pin_denies_another_function_and_a_call_from_elsewhere(role: Role) -> None:
    held = pinned(role, "logs", "metrics")
    requests = [request for request in needed(promise_of(role)) if not request.action.startswith("xray:")]
    strangers = [{KEY: f"{role.function_arn}2"}, {KEY: role.function_arn.replace("eu-west-1", "us-east-1")}, {}]
    asked = [
        replace(request, context={key: value for key, value in request.context.items() if key != KEY} | stranger)
        for request, stranger in product(requests, strangers)
    ]
    assert judge([(held, request) for request in asked]) == [False] * len(asked)
    assert judge([(role, request) for request in asked]) == [True] * len(asked)  # without the pin they are allowed
