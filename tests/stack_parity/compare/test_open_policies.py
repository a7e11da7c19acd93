"""Policies that hold what only a deployment knows: equal expressions are equal, others are not decidable."""

import pytest

from stack_parity.compare.verdicts import Verdict
from tests.stack_parity.samples import Json, allow, findings, policy, stack


def reading(*resources: str, **more: object) -> Json:
    document = stack()
    text = policy(allow(["s3:GetObject", "s3:PutObject"], [*resources], **more))
    document["resource"]["aws_iam_role_policy"]["tracing"]["policy"] = text.replace('\\"', '"')  # as CDKTF resolves it
    return document


OPEN = '${join("/", var.parts)}'


def verdicts(left: Json, right: Json) -> set[Verdict]:
    return {row.verdict for _, row in findings(left, right)}


@pytest.mark.parametrize("text", [OPEN, "${upper(aws_iam_role.role.id)}", "arn:aws:s3:::${var.bucket}/*"])
def test_equal_expressions_grant_the_same(text: str) -> None:
    assert findings(reading("arn:aws:s3:::a", text), reading(text, "arn:aws:s3:::a")) == []


@pytest.mark.parametrize(
    "right", [reading('${join("-", var.parts)}'), reading("*"), reading(OPEN, Condition={"Bool": {"a:b": "true"}})]
)
def test_other_expressions_are_not_decidable_and_never_the_same(right: Json) -> None:
    assert Verdict.UNDECIDABLE in verdicts(reading(OPEN), right)


def attached(arn: str) -> Json:
    document = stack()
    document["resource"]["aws_iam_role_policy_attachment"] = {
        "a": {"role": "${aws_iam_role.role.name}", "policy_arn": arn}
    }
    return document


def test_a_policy_of_others_is_the_same_by_its_arn() -> None:
    arn = "arn:aws:iam::111111111111:policy/boundary"
    assert findings(attached(arn), attached(arn)) == []
    assert verdicts(attached(arn), attached(f"{arn}-2")) == {Verdict.UNDECIDABLE}
