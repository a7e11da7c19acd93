"""Whether a policy allows one request."""

from typing import Any

import pytest

from stack_parity.iam.requests import Request, allows
from tests.stack_parity.iam.policies import read


def decided(condition: dict[str, Any], **context: str) -> bool:
    statement = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": condition}
    request = Request(
        "s3:GetObject", "arn:aws:s3:::b/k", "", tuple((f"aws:{key}", val) for key, val in context.items())
    )
    return allows(read(statement), request)


@pytest.mark.parametrize(
    ("operator", "wanted", "value", "fulfilled"),
    [
        ("StringEquals", "a", "a", True),
        ("StringEquals", "a", "A", False),
        ("StringEquals", "a", None, False),
        ("StringEqualsIfExists", "a", None, True),
        ("StringNotEquals", "a", "b", True),
        ("StringNotEquals", ["a", "b"], "b", False),
        ("StringNotEquals", "a", None, True),
        ("StringEqualsIgnoreCase", "a", "A", True),
        ("StringLike", "a*", "abc", True),
        ("StringNotLike", "a*", "abc", False),
        ("ArnLike", "arn:aws:s3:::*", "arn:aws:s3:::b", True),
        ("ArnLike", "arn:aws:*", "arn:aws:s3:::b", False),
        ("Bool", "true", "True", True),
        ("IpAddress", "10.0.0.0/8", "10.1.2.3", True),
        ("NotIpAddress", "10.0.0.0/8", "10.1.2.3", False),
        ("NumericLessThan", "10", "9", True),
        ("NumericLessThan", "10", "10", False),
        ("NumericNotEquals", "10", "10", False),
        ("NumericEquals", "10", "ten", False),
        ("DateGreaterThan", "2026-01-01", "2026-01-02", True),
        ("Null", "true", None, True),
        ("Null", "false", None, False),
        ("Null", "false", "x", True),
        ("ForAllValues:StringEquals", "a", None, True),
        ("ForAnyValue:StringEquals", "a", None, False),
        ("Invented", "a", "a", False),
    ],
)
def test_conditions(operator: str, wanted: Any, value: str | None, *, fulfilled: bool) -> None:
    context = {} if value is None else {"Key": value}
    assert decided({operator: {"aws:key": wanted}}, **context) is fulfilled


@pytest.mark.parametrize(
    ("statement", "allowed"),
    [
        ({"Action": "S3:Get*"}, True),
        ({"NotAction": "iam:*"}, True),
        ({"NotAction": "s3:*"}, False),
        ({"Resource": "arn:aws:s3:::b/?"}, True),
        ({"NotResource": "arn:aws:s3:::b/*"}, False),
        ({"Principal": {"AWS": "1"}}, True),
        ({"Principal": "*"}, True),
        ({"Principal": {"Service": "*"}}, False),
        ({"NotPrincipal": {"AWS": "1"}}, False),
        ({"Effect": "Deny"}, False),
    ],
)
def test_elements(statement: dict[str, Any], *, allowed: bool) -> None:
    whole = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"} | statement
    for element in ("Action", "Resource"):
        if f"Not{element}" in statement:
            del whole[element]
    assert allows(read(whole), Request("s3:GetObject", "arn:aws:s3:::b/k", "AWS:1", ())) is allowed


def test_a_deny_overrides() -> None:
    everything = {"Effect": "Allow", "Action": "*", "Resource": "*"}
    denied = {"Effect": "Deny", "Action": "s3:PutObject", "Resource": "*"}
    policy = read(everything, denied)
    assert allows(policy, Request("s3:GetObject", "x", "", ()))
    assert not allows(policy, Request("s3:PutObject", "x", "", ()))


def test_a_statement_without_an_action_allows_nothing() -> None:
    assert not allows(read({"Effect": "Allow", "Resource": "*"}), Request("s3:GetObject", "x", "", ()))


def test_a_request_in_words() -> None:
    request = Request("s3:GetObject", "arn:x", "AWS:1", (("aws:a", "1"), ("aws:b", "2")))
    assert str(request) == "s3:GetObject on arn:x by AWS:1 with aws:a=1, aws:b=2"
    assert str(Request("s3:GetObject", "", "", ())) == "s3:GetObject"
