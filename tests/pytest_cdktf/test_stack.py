"""What a stack answers, and what it says instead of an answer."""

import json
import re
from pathlib import Path

import pytest

from pytest_cdktf import Difference, SynthesizedStack, readable
from pytest_cdktf.differences import ABSENT

READ = {"Sid": "Read", "Effect": "Allow", "Action": "s3:Get*", "Resource": ["${aws_s3_bucket.Data.arn}/*"]}
REST = {"Sid": "Rest", "Effect": "Deny", "NotAction": ["s3:GetObject", "s3:List*"], "Resource": "*"}
DOCUMENT = {"Version": "2012-10-17", "Statement": [READ, REST]}
JSON = {
    "//": {"metadata": {"stackName": "shop"}},
    "data": {"aws_region": {"Here": {}}},
    "output": {"queue": {"value": "${aws_sqs_queue.Orders.arn}"}},
    "resource": {
        "aws_s3_bucket": {"Data": {"bucket": "data"}},
        "aws_sqs_queue": {
            "Orders": {"name": "orders", "//": {"metadata": {"path": "shop/Orders"}}},
            "Late": {"name": "late", "depends_on": ["aws_sqs_queue.Orders", "null_resource.Elsewhere"]},
        },
        "aws_iam_role_policy": {
            "Logs": {
                "policy": json.dumps(DOCUMENT),
                "role": "r-${data.aws_region.Here.id}-${upper(aws_sqs_queue.Late.name)}",
            }
        },
    },
}


@pytest.fixture
def stack() -> SynthesizedStack:
    return SynthesizedStack(Path("/out/stacks/shop"), JSON)


def test_it_has_a_name_addresses_and_outputs(stack: SynthesizedStack) -> None:
    assert stack.name == "shop"
    assert stack.outputs == {"queue": "${aws_sqs_queue.Orders.arn}"}
    assert stack.addresses() == [
        "aws_iam_role_policy.Logs",
        "aws_s3_bucket.Data",
        "aws_sqs_queue.Late",
        "aws_sqs_queue.Orders",
        "data.aws_region.Here",
        "output.queue",
    ]


def test_resources_are_found_by_type_and_attributes(stack: SynthesizedStack) -> None:
    assert [*stack.resources("aws_sqs_queue")] == ["Orders", "Late"]
    assert [*stack.resources("aws_sqs_queue", name="late")] == ["Late"]
    assert [*stack.resources("data.aws_region")] == ["Here"]
    assert stack.resources("aws_kms_key") == {}
    assert stack.only("aws_sqs_queue", name="orders")["name"] == "orders"


@pytest.mark.parametrize(
    ("kind", "attributes", "message"),
    [
        ("aws_sqs_queue", {}, "expected one aws_sqs_queue, found 2: Late, Orders"),
        (
            "aws_sqs_queue",
            {"name": "lost"},
            "expected one aws_sqs_queue with {'name': 'lost'}, found none; there is"
            "\n  Orders: {'name': 'orders'}\n  Late: {'name': 'late'}",
        ),
        (
            "aws_kms_key",
            {},
            "expected one aws_kms_key, found none among "
            "aws_iam_role_policy, aws_s3_bucket, aws_sqs_queue, data.aws_region",
        ),
    ],
)
def test_where_there_is_not_one_it_says_what_there_is(
    stack: SynthesizedStack, kind: str, attributes: dict[str, str], message: str
) -> None:
    with pytest.raises(AssertionError, match=f"^{re.escape(message)}$"):
        stack.only(kind, **attributes)


def test_an_empty_stack_says_so() -> None:
    with pytest.raises(AssertionError, match="found none among no resources at all"):
        SynthesizedStack(Path("empty"), {}).only("aws_sqs_queue")


def test_dependencies_are_references_and_depends_on(stack: SynthesizedStack) -> None:
    assert stack.dependencies() == {
        ("aws_sqs_queue.Late", "aws_sqs_queue.Orders"),
        ("aws_iam_role_policy.Logs", "aws_s3_bucket.Data"),
        ("aws_iam_role_policy.Logs", "aws_sqs_queue.Late"),
        ("aws_iam_role_policy.Logs", "data.aws_region.Here"),
    }


def test_policies_are_documents_by_their_place(stack: SynthesizedStack) -> None:
    assert stack.policies() == {"aws_iam_role_policy.Logs.policy": DOCUMENT}


@pytest.mark.parametrize(
    ("action", "resource", "sids"),
    [
        (None, None, ["Read", "Rest"]),
        ("S3:getobject", None, ["Read"]),
        ("s3:ListBucket", None, []),
        ("sqs:SendMessage", None, ["Rest"]),
        ("s3:GetObjectAcl", "${aws_s3_bucket.Data.arn}/key", ["Read", "Rest"]),
        ("s3:GetObject", "${aws_s3_bucket.Data.arn}", []),
    ],
)
def test_statements_are_found_by_action_and_resource(
    stack: SynthesizedStack, action: str | None, resource: str | None, sids: list[str]
) -> None:
    found = stack.statements(action=action, resource=resource)
    assert [statement["Sid"] for statement in found] == sids
    assert {statement.place for statement in found} <= {"aws_iam_role_policy.Logs.policy"}


def test_two_stacks_differ_where_their_readable_json_does(stack: SynthesizedStack) -> None:
    other = json.loads(json.dumps(JSON))
    other["//"] = {}
    other["resource"]["aws_sqs_queue"]["Orders"]["name"] = "renamed"
    other["resource"]["aws_sqs_queue"]["Late"]["depends_on"].pop()
    del other["data"]
    other["resource"]["aws_iam_role_policy"]["Logs"]["policy"] = json.dumps(
        {**DOCUMENT, "Statement": [{**READ, "Action": True}, REST]}
    )
    found = stack.differences(SynthesizedStack(Path("other"), other))
    assert [difference.path for difference in found] == [
        "data",
        "resource.aws_iam_role_policy.Logs.policy.Statement[0].Action",
        "resource.aws_sqs_queue.Late.depends_on",
        "resource.aws_sqs_queue.Orders.name",
    ]
    assert str(found[-1]) == 'resource.aws_sqs_queue.Orders.name: "orders" → "renamed"'
    assert str(found[0]) == 'data: {"aws_region": {"Here": {}}} → absent'
    assert found[0] == Difference("data", {"aws_region": {"Here": {}}}, ABSENT)
    assert stack.differences(stack) == []


def test_true_and_one_differ(stack: SynthesizedStack) -> None:
    one, other = (SynthesizedStack(Path("x"), {"output": {"a": {"value": value}}}) for value in (1, True))
    assert [str(found) for found in one.differences(other)] == ["output.a.value: 1 → true"]


HERE = str(Path.cwd())


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ({"policy": '{"a": [1]}'}, {"policy": {"a": [1]}}),
        ({"a": "{not JSON", "b": "${x}"}, {"a": "{not JSON", "b": "${x}"}),
        ({"a": [{"//": 1, "b": '["//"]'}]}, {"a": [{"b": ["//"]}]}),
        (f"assets/Code_1A2B3C4D/{'a1' * 32}/package.zip", "assets/Code_1A2B3C4D/<SHA-256 of the package>/package.zip"),
        (f"assets/Code_1A2B3C4D/{'A1' * 16}", "assets/Code_1A2B3C4D/<hash>"),
        (f"other/{'A1' * 16}", f"other/{'A1' * 16}"),
        ({"source_code_hash": f"{'a' * 43}="}, {"source_code_hash": "<SHA-256 of the package, base64>"}),
        ({"source_code_hash": "${x}"}, {"source_code_hash": "${x}"}),
        (f"{HERE}/terraform.dev.tfstate", "<folder>/terraform.dev.tfstate"),
        (HERE, "<folder>"),
        (f"{HERE}-other", f"{HERE}-other"),
        (5, 5),
    ],
)
def test_what_a_reviewer_reads(value: object, shown: object) -> None:
    assert readable(value) == shown
