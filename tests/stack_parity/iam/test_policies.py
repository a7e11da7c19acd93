"""Policies compare by what they allow: properties that hold for every policy, and cases that a reviewer would name."""

import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stack_parity.iam.policies import Grant, Policy, covers, matches_all, missing, overlaps, parse_policy
from stack_parity.model.program import Ref, Text, Unknown
from stack_parity.model.spelling import speller

ACTIONS = ("logs:PutLogEvents", "logs:CreateLogStream", "s3:GetObject", "s3:Get*", "s3:*", "*")
RESOURCES = ("*", "arn:aws:s3:::bucket/*", "arn:aws:s3:::bucket/key", "arn:aws:logs:eu-west-1:1:log-group:/aws/x:*")
CONDITIONS: tuple[dict[str, Any], ...] = (
    {},
    {"StringEquals": {"aws:SourceAccount": "1"}},
    {"StringEquals": {"aws:SourceAccount": ["1", "2"]}},
    {"StringLike": {"aws:PrincipalArn": "arn:*"}},
)


def read(*statements: Any) -> Policy:
    return parse_policy({"Version": "2012-10-17", "Statement": list(statements)}, speller({}))


def grant(**statement: Any) -> Grant:
    (only,) = read({"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"} | statement).grants
    return only


statements = st.fixed_dictionaries(
    {
        "Effect": st.sampled_from(("Allow", "Deny")),
        "Action": st.lists(st.sampled_from(ACTIONS), min_size=1, max_size=4),
        "Resource": st.lists(st.sampled_from(RESOURCES), min_size=1, max_size=3),
        "Condition": st.sampled_from(CONDITIONS),
    }
)
policies = st.lists(statements, min_size=1, max_size=4)


@given(policies, st.randoms(use_true_random=False))
def test_form_never_changes_a_policy(written: list[dict[str, Any]], chance: random.Random) -> None:
    other = []
    for statement in chance.sample(written, len(written)):
        action = chance.sample(statement["Action"], len(statement["Action"]))
        resource = chance.sample(statement["Resource"], len(statement["Resource"]))
        respelled = {
            "Sid": "Other",
            "Effect": statement["Effect"],
            "Action": [item.upper() for item in action] if len(action) > 1 else action[0].swapcase(),
            "Resource": resource if len(resource) > 1 else resource[0],
        }
        if statement["Condition"]:
            respelled["Condition"] = {
                operator.upper(): {key.lower(): values for key, values in keys.items()}
                for operator, keys in statement["Condition"].items()
            }
        other.extend([respelled, respelled])
    assert read(*written) == read(*other)


@given(policies)
def test_one_statement_for_each_action_is_the_same(written: list[dict[str, Any]]) -> None:
    split = [statement | {"Action": action} for statement in written for action in statement["Action"]]
    assert read(*written) == read(*split)


@given(policies, policies)
def test_more_statements_never_take_a_permission_away(some: list[dict[str, Any]], more: list[dict[str, Any]]) -> None:
    assert missing(read(*some), read(*some, *more)) == ()


@given(policies, policies)
def test_what_is_missing_is_missing_on_the_right(some: list[dict[str, Any]], other: list[dict[str, Any]]) -> None:
    left, right = read(*some), read(*other)
    for lost in missing(left, right):
        assert lost in left.grants
        assert not any(covers(present, lost) for present in right.grants)


patterns = st.text(alphabet="ab*?", max_size=6)
texts = st.text(alphabet="ab", max_size=6)


def _matches(pattern: str, text: str) -> bool:
    if not pattern:
        return not text
    if pattern[0] == "*":
        return _matches(pattern[1:], text) or (bool(text) and _matches(pattern, text[1:]))
    return bool(text) and pattern[0] in {"?", text[0]} and _matches(pattern[1:], text[1:])


@given(patterns, texts)
def test_a_pattern_matches_as_iam_says(pattern: str, text: str) -> None:
    assert matches_all(pattern, text) == _matches(pattern, text)
    assert overlaps(pattern, text) == _matches(pattern, text)


@given(patterns, patterns, texts)
def test_a_pattern_that_covers_another_matches_all_that_it_matches(broad: str, narrow: str, text: str) -> None:
    if matches_all(broad, narrow) and _matches(narrow, text):
        assert _matches(broad, text)


@given(patterns, patterns, texts)
def test_patterns_with_a_text_in_common_overlap(left: str, right: str, text: str) -> None:
    if _matches(left, text) and _matches(right, text):
        assert overlaps(left, right)


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


def test_a_reference_in_a_policy_is_one_text() -> None:
    left = grant(Resource=Text((Ref("aws_s3_bucket.b", "arn"), "/*")))
    assert str(left) == "allow s3:getobject on ${aws_s3_bucket.b.arn}/*"


def test_a_statement_with_an_unknown_part_is_not_read() -> None:
    policy = read({"Effect": "Allow", "Action": "s3:*", "Resource": Unknown("made later")})
    assert policy.grants == frozenset()
    assert policy.unreadable == ("{Action: s3:*, Effect: Allow, Resource: (unknown: made later)}",)
    assert parse_policy(Unknown("made later"), speller({})).unreadable == ("(unknown: made later)",)
