"""What exists under the names of a stack, looked up in an emulated AWS."""

import json
from collections.abc import Iterator

import boto3
import pytest

import tap_emulator
from pytest_cdktf import SynthesizedStack
from tap_cli.deployment.adoption import FINDERS, Existing, find_existing
from tap_emulator import Emulator

TRUST = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}],
}
POLICY = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:ListAllMyBuckets", "Resource": "*"}]}

STACK = {
    "aws_iam_role": {"r": {"name": "shop-execution"}},
    "aws_iam_role_policy": {"p": {"name": "logs", "role": "${aws_iam_role.r.name}"}},
    "aws_cloudwatch_log_group": {"g": {"name": "/aws/lambda/shop"}},
    "aws_lambda_function": {"f": {"function_name": "shop"}},
    "aws_sqs_queue": {"q": {"name": "shop-failed"}},
    "aws_sqs_queue_policy": {"qp": {"queue_url": "${aws_sqs_queue.q.id}"}},
    "aws_kms_key": {"k": {"description": "the shop's"}},
    "aws_kms_alias": {"a": {"name": "alias/shop", "target_key_id": "${aws_kms_key.k.key_id}"}},
    "aws_something_else": {"s": {"name": "no finder"}},
}


@pytest.fixture(scope="module")
def session() -> Iterator[boto3.Session]:
    with tap_emulator.running() as aws, pytest.MonkeyPatch.context() as patch:
        set_variables(aws, patch)
        yield boto3.Session(region_name="eu-west-1")


def set_variables(aws: Emulator, patch: pytest.MonkeyPatch) -> None:
    for name, value in aws.variables({}).items():
        patch.setenv(name, value)


def test_nothing_is_found_where_nothing_is(session: boto3.Session) -> None:
    assert list(find_existing(STACK, set(), session)) == []


def test_what_exists_is_found_by_its_name_with_the_id_that_the_provider_imports_it_by(session: boto3.Session) -> None:
    iam, logs, sqs, kms = session.client("iam"), session.client("logs"), session.client("sqs"), session.client("kms")
    iam.create_role(RoleName="shop-execution", AssumeRolePolicyDocument=json.dumps(TRUST))
    iam.put_role_policy(RoleName="shop-execution", PolicyName="logs", PolicyDocument=json.dumps(POLICY))
    logs.create_log_group(logGroupName="/aws/lambda/shop-of-others")
    url = sqs.create_queue(QueueName="shop-failed", Attributes={"Policy": json.dumps(TRUST)})["QueueUrl"]
    key = kms.create_key()["KeyMetadata"]["KeyId"]
    kms.create_alias(AliasName="alias/shop", TargetKeyId=key)

    found = set(find_existing(STACK, {"aws_iam_role.r"}, session))

    assert found == {
        Existing("aws_iam_role_policy.p", "shop-execution:logs"),
        Existing("aws_sqs_queue.q", url),
        Existing("aws_sqs_queue_policy.qp", url),
        Existing("aws_kms_key.k", key),
        Existing("aws_kms_alias.a", "alias/shop"),
    }


def test_every_type_of_our_own_stacks_has_a_finder(stacks: dict[str, SynthesizedStack]) -> None:
    made = {kind for stack in stacks.values() for kind in stack.json["resource"]}

    assert made <= FINDERS.keys()
