"""A policy in blocks says what the provider makes of it: expectations measured with provider 5.100."""

import json
from typing import Any

import pytest

from stack_parity.compare.verdicts import Row, Verdict
from stack_parity.iam.grants import Policy, parse_policy
from stack_parity.iam.policy_document import policy_document
from stack_parity.model.spelling import speller
from stack_parity.model.values import Document, Unknown
from stack_parity.sources.pulumi.runner import policy_document as runner
from tests.stack_parity.samples import Json, changed, findings

SOURCE = {
    "Version": "2012-10-17",
    "Statement": [
        {"Sid": "A", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "x"},
        {"Sid": "B", "Effect": "Allow", "Action": "s3:PutObject", "Resource": "y"},
    ],
}
OVERRIDE = {"Id": "o", "Statement": [{"Sid": "B", "Effect": "Deny", "Action": "*", "Resource": "*"}]}
OWN: Json = {
    "sid": "A",
    "actions": ["sts:AssumeRole"],
    "principals": [
        {"type": "AWS", "identifiers": ["1"]},
        {"type": "AWS", "identifiers": ["2"]},
        {"type": "Service", "identifiers": ["x"]},
    ],
    "condition": [
        {"test": "StringEquals", "variable": "a:b", "values": ["1"]},
        {"test": "StringEquals", "variable": "a:b", "values": ["2"]},
    ],
}


def _policy(document: Any) -> Policy:
    return parse_policy(document, speller({}))


def test_blocks_of_one_type_and_conditions_on_one_key_are_joined_and_sids_override() -> None:
    found = policy_document(
        {
            "version": "2008-10-17",
            "source_policy_documents": [Document(SOURCE)],  # type: ignore[arg-type]  # plain JSON is a value
            "override_policy_documents": [Document(OVERRIDE)],  # type: ignore[arg-type]  # plain JSON is a value
            "statement": [OWN],
        }
    )
    assert found == {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Sid": "A",
                "Effect": "Allow",
                "Action": ["sts:AssumeRole"],
                "Principal": {"AWS": ["1", "2"], "Service": ["x"]},
                "Condition": {"StringEquals": {"a:b": ["1", "2"]}},
            },
            OVERRIDE["Statement"][0],
        ],
    }


def test_pulumi_computes_the_same_document() -> None:
    own = {key: value for key, value in OWN.items() if key != "condition"} | {"conditions": OWN["condition"]}
    wire = {
        "version": "2008-10-17",
        "sourcePolicyDocuments": [json.dumps(SOURCE)],
        "overridePolicyDocuments": [json.dumps(OVERRIDE)],
        "statements": [own],
    }
    blocks: Json = {
        "version": "2008-10-17",
        "source_policy_documents": [Document(SOURCE)],  # type: ignore[arg-type]  # plain JSON is a value
        "override_policy_documents": [Document(OVERRIDE)],  # type: ignore[arg-type]  # plain JSON is a value
        "statement": [OWN],
    }
    assert _policy(json.loads(runner.document(wire))) == _policy(policy_document(blocks))


@pytest.mark.parametrize("key", ["statement", "source_policy_documents", "override_policy_documents"])
def test_a_part_that_is_not_known_is_never_left_out(key: str) -> None:
    assert _policy(policy_document({key: [Unknown("made later")]})).unreadable


@pytest.mark.parametrize("key", ["principals", "condition", "actions"])
def test_a_statement_with_a_block_that_is_not_known_is_not_read(key: str) -> None:
    found = _policy(policy_document({"statement": [{**OWN, key: [Unknown("made later")]}]}))
    assert (found.grants, len(found.unreadable)) == (frozenset(), 1)


def _trust(*principals: Json, **more: Any) -> Json:
    def change(document: Json) -> None:
        statement = {"actions": ["sts:AssumeRole"], "principals": list(principals)}
        document["data"]["aws_iam_policy_document"] = {"trust": {"statement": [statement], **more}}
        role = document["resource"]["aws_iam_role"]["role"]
        role["assume_role_policy"] = "${data.aws_iam_policy_document.trust.json}"

    return changed(change)


LAMBDA = {"type": "Service", "identifiers": ["lambda.amazonaws.com"]}


def _rows(left: Json, right: Json) -> list[Row]:
    return [row for _, row in findings(left, right)]


def test_a_further_account_in_a_trust_policy_is_named() -> None:
    ours = {"type": "AWS", "identifiers": ["111111111111"]}
    theirs = {"type": "AWS", "identifiers": ["222222222222"]}
    (row,) = _rows(_trust(LAMBDA, ours), _trust(LAMBDA, theirs, ours))
    assert row.verdict is Verdict.ONLY_RIGHT
    assert "222222222222" in row.path


def test_another_version_of_the_policy_language_is_named() -> None:
    (row,) = _rows(_trust(LAMBDA), _trust(LAMBDA, version="2008-10-17"))
    assert (row.path, row.left, row.right) == ("trust: Version", "2012-10-17", "2008-10-17")
