"""A wildcard against AWS's own list of actions, in both directions."""

from typing import Any

import pytest

from stack_parity.iam.actions import matching
from stack_parity.iam.enumerating import covered_today
from tests.stack_parity.iam.policies import grant, read

ALL_GETS = list(matching("s3:get*"))


def policy(**statement: Any) -> Any:
    return read({"Effect": "Allow", "Resource": "*"} | statement).grants


@pytest.mark.parametrize(
    ("narrow", "others", "covered"),
    [
        ({"Action": "s3:Get*"}, {"Action": ALL_GETS}, True),
        ({"Action": "s3:Get*"}, {"Action": ALL_GETS[1:]}, False),
        ({"Action": "s3:Get*"}, {"Action": [*ALL_GETS[1:], ALL_GETS[0].replace("get", "g?t")]}, True),
        ({"Action": "s3:Get*"}, {"Action": ALL_GETS, "Resource": "arn:aws:s3:::b/*"}, False),
        ({"Action": "s3:Get*"}, {"Action": ALL_GETS, "Condition": {"Bool": {"aws:SecureTransport": "true"}}}, False),
        ({"Action": "s3:Get*"}, {"NotAction": "s3:*Put*"}, True),
        ({"Action": "s3:*Acl"}, {"NotAction": "s3:Get*Acl"}, False),
        ({"Action": "invented:*"}, {"Action": "invented:DoThis"}, False),
        ({"Action": "s3:GetObject"}, {"Action": "s3:PutObject"}, False),
    ],
)
def test_a_wildcard_against_a_list(narrow: dict[str, Any], others: dict[str, Any], *, covered: bool) -> None:
    (only,) = policy(**narrow)
    assert covered_today(only, policy(**others)) is covered


def test_all_but_a_few_against_a_list() -> None:
    everything_else = [action for action in matching("*") if not action.startswith(("iam:", "s3:"))]
    (narrow,) = policy(NotAction=["iam:*", "s3:*"])
    assert covered_today(narrow, policy(Action=everything_else))
    assert not covered_today(narrow, policy(Action=everything_else[1:]))
    assert covered_today(narrow, policy(NotAction=["iam:*", "s3:Get*"]))


def test_a_deny_is_no_allow() -> None:
    (denied,) = policy(Effect="Deny", Action="s3:Get*")
    assert not covered_today(denied, [grant(Action=action) for action in ALL_GETS])
