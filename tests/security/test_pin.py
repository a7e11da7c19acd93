"""What the pin to one function does: `lambda:SourceFunctionArn`, which AWS sends with the function's own calls.

Source: Lambda developer guide, "Using source function ARN to control function access behavior". Of Lambda's own calls
for a function AWS lists those that write its logs and `xray:PutTraceSegments`, not `xray:PutTelemetryRecords`: a pin on
that one would break tracing.
"""

import copy
from collections.abc import Mapping
from dataclasses import replace

import pytest

from product.security.requests import SOURCE_FUNCTION, Context, Request, needed, promise_of
from product.security.role import Document, Place, Role, read_role
from product.security.simulator import judge
from product.security.verdict import judge_roles
from pytest_cdktf import SynthesizedStack
from tap_stack import Statement
from tap_stack.permissions import logs_statement, metrics_statement, pinned

PLACE = Place("aws", "eu-west-1", "123456789012")
FUNCTION = PLACE.arn("lambda", "function:tap-dev")


@pytest.fixture(scope="module")
def role(stacks: dict[str, SynthesizedStack]) -> Role:
    return read_role(stacks["dev"].folder, PLACE)


def with_pins(role: Role, pins: Mapping[str, bool]) -> Role:
    """Return the role with a pin to its function on the statements of some purposes, and none on those of others."""
    policies = copy.deepcopy(dict(role.policies))
    for purpose, pin in pins.items():
        for statement in policies[f"{role.function_name}-{purpose}"]["Statement"]:
            statement.setdefault("Condition", {}).pop("ArnEquals", None)
            if pin:
                statement["Condition"]["ArnEquals"] = {SOURCE_FUNCTION: role.function_arn}
    return replace(role, policies=policies)


def test_logs_and_metrics_are_pinned_and_traces_are_not(role: Role) -> None:
    assert [statement["Sid"] for statement in statements(role) if "ArnEquals" in statement.get("Condition", {})] == [
        "WriteOwnLogs",
        "PublishOwnMetrics",
    ]
    assert judge_roles({"dev": role})["dev"].faults == ()


def statements(role: Role) -> list[Document]:
    return [statement for document in role.policies.values() for statement in document["Statement"]]


def test_a_pin_on_tracing_would_deny_telemetry_and_nothing_else(role: Role) -> None:
    faults = judge_roles({"dev": with_pins(role, {"tracing": True})})["dev"].faults
    assert faults == ("denied: xray:PutTelemetryRecords on *",)


STRANGERS: list[Context] = [
    {SOURCE_FUNCTION: f"{FUNCTION}2"},
    {SOURCE_FUNCTION: FUNCTION.replace("eu-west-1", "us-east-1")},
    {},
]


@pytest.mark.parametrize("stranger", STRANGERS, ids=["another function", "another region", "from elsewhere"])
def test_the_pin_denies_calls_that_are_not_of_the_function(role: Role, stranger: Context) -> None:
    asked = [from_stranger(request, stranger) for request in needed(promise_of(role)) if "xray:" not in request.action]
    open_role = with_pins(role, {"logs": False, "metrics": False})
    assert judge([(role, request) for request in asked]) == [False] * len(asked)
    assert judge([(open_role, request) for request in asked]) == [True] * len(asked)  # the pin alone denies them


def from_stranger(request: Request, stranger: Context) -> Request:
    unsaid = {key: value for key, value in request.context.items() if key != SOURCE_FUNCTION}
    return replace(request, context={**unsaid, **stranger})


def test_a_pin_stands_beside_other_conditions() -> None:
    held = pinned(metrics_statement("tap/dev"), FUNCTION)
    assert held.to_dict()["Condition"] == {
        "StringEquals": {"cloudwatch:namespace": "tap/dev"},
        "ArnEquals": {SOURCE_FUNCTION: FUNCTION},
    }
    source = {"ArnEquals": {"aws:SourceArn": "arn:aws:sns:eu-west-1:123456789012:orders"}}
    added = pinned(Statement("Publish", ("sns:Publish",), (FUNCTION,), source), FUNCTION)
    assert added.conditions["ArnEquals"] == {**source["ArnEquals"], SOURCE_FUNCTION: FUNCTION}


@pytest.mark.parametrize("key", [SOURCE_FUNCTION, SOURCE_FUNCTION.lower()])
def test_a_statement_that_names_its_functions_itself_stays_as_it_is(key: str) -> None:
    own = replace(logs_statement(FUNCTION), conditions={"ArnLike": {key: f"{FUNCTION}*"}})
    assert pinned(own, FUNCTION) is own
