"""Policies for the tests: generated ones, and shortcuts to write one."""

from typing import Any

from hypothesis import strategies as st

from stack_parity.iam.grants import Grant, Policy, parse_policy
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
