"""Statements that IAM or a reviewer would refuse are refused, all faults in one message."""

from typing import Any

import pytest

from tap_stack import Statement, StatementError

TABLE = "arn:aws:dynamodb:eu-west-1:123456789012:table/orders"
GOOD: dict[str, Any] = {"sid": "ReadOrders", "actions": ("dynamodb:GetItem",), "resources": (TABLE,)}


@pytest.mark.parametrize(
    ("change", "found", "rule"),
    [
        ({"sid": "Read Orders"}, "'Read Orders'", "letters and digits"),
        ({"sid": ""}, "''", "letters and digits"),
        ({"sid": "Größe"}, "'Größe'", "letters and digits"),
        ({"actions": ()}, "()", "at least one"),
        ({"resources": ()}, "()", "at least one"),
        ({"actions": None}, "None", "at least one"),
        ({"actions": "dynamodb:GetItem"}, "'dynamodb:GetItem'", "a tuple of texts"),
        ({"resources": TABLE}, repr(TABLE), "a tuple of texts"),
        ({"actions": (3,)}, "3", "a tuple of texts"),
        ({"actions": ("GetItem",)}, "'GetItem'", "service:Action"),
        ({"actions": ("*",)}, "'*'", "service:Action"),
        ({"actions": ("dynamodb:",)}, "'dynamodb:'", "service:Action"),
        ({"actions": ("DynamoDB GetItem",)}, "'DynamoDB GetItem'", "service:Action"),
        ({"resources": ("orders",)}, "'orders'", "an ARN"),
        ({"resources": ("arn:aws:dynamodb",)}, "'arn:aws:dynamodb'", "an ARN"),
        ({"resources": ("*",)}, "'*' without a reason", "needs a reason"),
        ({"conditions": {"aws:PrincipalOrgID": "o-1"}}, "{'aws:PrincipalOrgID': 'o-1'}", "operator to condition key"),
        ({"conditions": "x"}, "'x'", "operator to condition key"),
    ],
)
def test_a_statement_that_iam_or_a_reviewer_would_refuse_is_refused(
    change: dict[str, Any], found: str, rule: str
) -> None:
    with pytest.raises(StatementError) as caught:
        Statement(**{**GOOD, **change})
    (fault,) = caught.value.faults
    assert fault.where == f"Statement {change.get('sid', 'ReadOrders')}: {next(iter(change))}"
    assert fault.found == found
    assert rule in fault.rule
    assert fault.remedy


def test_all_faults_are_told_at_once() -> None:
    with pytest.raises(StatementError, match="4 faults in the permissions"):
        Statement("a b", ("GetItem",), ("*", "orders"))


@pytest.mark.parametrize(
    "resource",
    [
        TABLE,
        "arn:aws:s3:::bucket/*",
        "arn:aws-cn:iam::123456789012:role/shop",
        "${TfToken[TOKEN.7]}",
        "${TfToken[TOKEN.7]}/index/*",
        "arn:${TfToken[TOKEN.1]}:logs:${TfToken[TOKEN.2]}:${TfToken[TOKEN.3]}:log-group:/aws/lambda/tap",
        "${aws_dynamodb_table.orders.arn}",
    ],
)
def test_arns_and_tokens_are_welcome(resource: str) -> None:
    assert Statement("ReadOrders", ("dynamodb:GetItem",), (resource,)).resources == (resource,)


def test_any_resource_with_a_reason_is_welcome() -> None:
    assert Statement("Trace", ("xray:Put*",), ("*",), reason="AWS defines no resource type.").resources == ("*",)


def test_a_statement_is_frozen_inside_too() -> None:
    actions = ["dynamodb:GetItem"]
    conditions: dict[str, dict[str, str | list[str]]] = {"StringEquals": {"aws:PrincipalOrgID": "o-1"}}
    statement = Statement("ReadOrders", actions, (TABLE,), conditions)  # type: ignore[arg-type] # lists do, too
    actions.append("dynamodb:*")
    conditions["StringEquals"]["aws:PrincipalOrgID"] = "o-2"
    assert statement.to_dict() == {
        "Sid": "ReadOrders",
        "Effect": "Allow",
        "Action": ["dynamodb:GetItem"],
        "Resource": [TABLE],
        "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-1"}},
    }
    with pytest.raises(TypeError, match="does not support item assignment"):
        statement.conditions["StringEquals"] = {}  # type: ignore[index]
