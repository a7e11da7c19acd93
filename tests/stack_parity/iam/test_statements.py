"""Grants as statements that can be pasted: what is written is read again as the same grants."""

import json
from typing import Any

from hypothesis import given

from stack_parity.iam.statements import statements_text
from tests.stack_parity.iam.policies import policies, read


@given(policies)
def test_what_is_written_is_read_as_the_same(written: list[dict[str, Any]]) -> None:
    grants = read(*written).grants
    assert read(*json.loads(f"[{statements_text(grants)}]")).grants == grants


def test_one_statement_for_what_differs_in_actions_or_resources_alone() -> None:
    written = {
        "Action": ["s3:GetObject", "s3:PutObject"],
        "Condition": {"StringEquals": {"aws:SourceAccount": "1"}},
        "Effect": "Allow",
        "Principal": {"AWS": "1"},
        "Resource": ["a", "b"],
    }
    assert json.loads(statements_text(read(written).grants)) == written


def test_negated_elements_stay_apart() -> None:
    written = (
        {"Effect": "Deny", "NotAction": ["iam:*", "s3:*"], "Resource": "a"},
        {"Effect": "Deny", "NotAction": "iam:*", "Resource": "b"},
        {"Effect": "Allow", "Action": "s3:*", "NotResource": ["a", "b"]},
        {"Effect": "Allow", "Action": "sts:AssumeRole", "NotPrincipal": {"AWS": ["1", "2"], "Service": "x"}},
    )
    grants = read(*written).grants
    text = statements_text(grants)
    assert len(json.loads(f"[{text}]")) == 4
    assert read(*json.loads(f"[{text}]")).grants == grants


def test_no_grants_are_no_text() -> None:
    assert statements_text(()) == ""
