"""What one policy grants and another does not: properties of every policy, and cases that a reviewer would name."""

from typing import Any

import pytest
from hypothesis import given

from stack_parity.iam.covering import covers, missing
from stack_parity.iam.grants import Grant
from tests.stack_parity.iam.policies import policies, read


@given(policies, policies)
def test_more_statements_never_take_a_permission_away(some: list[dict[str, Any]], more: list[dict[str, Any]]) -> None:
    assert missing(read(*some), read(*some, *more)) == ()


@given(policies, policies)
def test_what_is_missing_is_missing_on_the_right(some: list[dict[str, Any]], other: list[dict[str, Any]]) -> None:
    left, right = read(*some), read(*other)
    for lost in missing(left, right):
        assert lost in left.grants
        assert not any(covers(present, lost) for present in right.grants)


@pytest.mark.parametrize(
    ("broad", "narrow", "covered"),
    [
        ({"Action": "s3:*"}, {"Action": "S3:GetObject"}, True),
        ({"Action": "s3:Get*"}, {"Action": "s3:PutObject"}, False),
        ({"Action": "*"}, {"NotAction": "iam:*"}, True),
        ({"NotAction": "iam:*"}, {"Action": "s3:GetObject"}, True),
        ({"NotAction": "iam:*"}, {"Action": "iam:PassRole"}, False),
        ({"NotAction": "iam:*"}, {"Action": "*"}, False),
        ({"NotAction": "iam:Pass*"}, {"NotAction": "iam:*"}, True),
        ({"NotAction": "iam:*"}, {"NotAction": "iam:Pass*"}, False),
        ({"Resource": "arn:aws:s3:::b/*"}, {"Resource": "arn:aws:s3:::b/k"}, True),
        ({"NotResource": "arn:aws:s3:::b/*"}, {"Resource": "arn:aws:s3:::b/k"}, False),
        ({}, {"Condition": {"StringEquals": {"a:b": "c"}}}, True),
        ({"Condition": {"StringEquals": {"a:b": "c"}}}, {}, False),
        ({"Condition": {"StringEquals": {"a:b": ["c", "d"]}}}, {"Condition": {"StringEquals": {"A:B": "c"}}}, True),
        (
            {"Condition": {"StringNotEquals": {"a:b": "c"}}},
            {"Condition": {"StringNotEquals": {"a:b": ["c", "d"]}}},
            True,
        ),
        ({"Condition": {"StringLike": {"a:b": "x*"}}}, {"Condition": {"StringLike": {"a:b": "xy"}}}, True),
        ({"Condition": {"StringEqualsIfExists": {"a:b": "c"}}}, {"Condition": {"StringEquals": {"a:b": "c"}}}, True),
        ({"Condition": {"StringEquals": {"a:b": "c"}}}, {"Condition": {"StringEqualsIfExists": {"a:b": "c"}}}, False),
        ({"Principal": "*"}, {"Principal": {"AWS": "*"}}, True),
        ({"Principal": {"Service": "lambda.amazonaws.com"}}, {"Principal": {"Service": "ec2.amazonaws.com"}}, False),
        ({"Principal": {"AWS": "arn:aws:iam::1:role/*"}}, {"Principal": {"AWS": "arn:aws:iam::1:role/r"}}, False),
        ({"Principal": {"AWS": "111111111111"}}, {"Principal": {"AWS": "arn:aws:iam::111111111111:root"}}, True),
        ({"NotPrincipal": {"AWS": "1"}}, {"NotPrincipal": {"AWS": ["1", "2"]}}, True),
        ({"NotPrincipal": {"AWS": "1"}}, {"Principal": {"AWS": "2"}}, False),
        ({"Principal": "*"}, {}, False),
        ({"NotResource": "arn:aws:s3:::b/${aws:username}"}, {"Resource": "arn:aws:s3:::b/k"}, False),
        ({"Effect": "Deny"}, {"Effect": "Allow"}, False),
    ],
)  # fmt: skip
def test_which_grant_covers_which(broad: dict[str, Any], narrow: dict[str, Any], *, covered: bool) -> None:
    def built(change: dict[str, Any]) -> Grant:
        statement = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"} | change
        for key in ("Action", "Resource"):
            if f"Not{key}" in change:
                del statement[key]
        (only,) = read(statement).grants
        return only

    assert covers(built(broad), built(narrow)) is covered
