"""References become what the program itself says."""

from copy import deepcopy

import pytest

from stack_parity.compare.verdicts import Verdict
from stack_parity.model.values import CONTEXT, Ref, Text
from tests.stack_parity.samples import Json, findings, program, stack


def test_references_become_what_the_program_says() -> None:
    resources = program(stack()).resources
    role = resources["aws_lambda_function.function"].attributes["role"]
    assert role == Text(
        ("arn:", Ref(CONTEXT, "partition"), ":iam::", Ref(CONTEXT, "account_id"), ":role/tap-dev-execution")
    )
    edges = {(edge.attribute, edge.target) for edge in resources["aws_lambda_function.function"].edges}
    assert edges == {("role", "aws_iam_role.role")}
    named = resources["aws_cloudwatch_log_group.logs"].named
    assert {(edge.attribute, edge.target) for edge in named} == {("name", "aws_lambda_function.function")}


@pytest.mark.parametrize(
    ("written", "same"),
    [
        ("arn:aws:s3:::bucket/*", True),
        ("arn:${data.aws_partition.here.partition}:s3:::bucket/*", True),
        ("${aws_s3_bucket.b.arn}/*", True),
        ("arn:aws-cn:s3:::bucket/*", False),
        ("arn:aws:s3:::other/*", False),
    ],
)
def test_an_arn_is_the_same_however_it_is_made(written: str, same: bool) -> None:
    def with_description(arn: str) -> Json:
        document = stack()
        document["resource"]["aws_s3_bucket"] = {"b": {"bucket": "bucket"}}
        document["resource"]["aws_lambda_function"]["function"]["description"] = arn
        return document

    found = findings(with_description("${aws_s3_bucket.b.arn}/*"), with_description(written))
    assert {row.path for _, row in found if row.verdict is Verdict.DIFFERENT} <= {"description", "(made after)"}
    assert ("description" not in {row.path for _, row in found}) is same


def test_an_allowed_account_is_the_account() -> None:
    document = stack()
    document["provider"]["aws"][0]["allowed_account_ids"] = ["123456789012"]
    literal = deepcopy(document)
    text = literal["resource"]["aws_iam_role_policy"]["logs"]["policy"]
    literal["resource"]["aws_iam_role_policy"]["logs"]["policy"] = text.replace(
        "${data.aws_caller_identity.me.account_id}", "123456789012"
    )
    assert text != literal["resource"]["aws_iam_role_policy"]["logs"]["policy"]
    assert findings(document, literal) == []


@pytest.mark.parametrize("count", [3, 3000])
def test_a_chain_of_references_may_be_long(count: int) -> None:
    tables: Json = {
        f"t{i}": {"billing_mode": f"${{aws_dynamodb_table.t{i - 1}.billing_mode}}"} for i in range(1, count)
    }
    tables["t0"] = {"billing_mode": "PAY_PER_REQUEST"}
    resources = program({"resource": {"aws_dynamodb_table": dict(reversed(tables.items()))}}).resources
    assert {resource.attributes["billing_mode"] for resource in resources.values()} == {"PAY_PER_REQUEST"}


def test_a_ring_of_references_ends() -> None:
    tables = {f"t{i}": {"hash_key": f"${{aws_dynamodb_table.t{(i + 1) % 3}.hash_key}}"} for i in range(3)}
    resources = program({"resource": {"aws_dynamodb_table": tables}}).resources
    assert all(isinstance(resource.attributes["hash_key"], Ref) for resource in resources.values())
