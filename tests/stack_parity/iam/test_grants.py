"""Policies are what they allow: no form of writing changes what is read."""

import random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from stack_parity.iam.grants import parse_policy
from stack_parity.model.spelling import speller
from stack_parity.model.values import Ref, Text, Unknown
from tests.stack_parity.iam.policies import grant, policies, read


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


def test_a_reference_in_a_policy_is_one_text() -> None:
    left = grant(Resource=Text((Ref("aws_s3_bucket.b", "arn"), "/*")))
    assert str(left) == "Allow s3:GetObject on ${aws_s3_bucket.b.arn}/*"


def test_a_statement_with_an_unknown_part_is_not_read() -> None:
    policy = read({"Effect": "Allow", "Action": "s3:*", "Resource": Unknown("made later")})
    assert policy.grants == frozenset()
    assert policy.unreadable == ("{Action: s3:*, Effect: Allow, Resource: (unknown: made later)}",)
    assert parse_policy(Unknown("made later"), speller({})).unreadable == ("(unknown: made later)",)
