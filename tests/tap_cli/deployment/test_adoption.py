"""What exists under the names of a stack, looked up in an emulated AWS."""

import json
from collections.abc import Iterator
from typing import Any

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
    "aws_cloudwatch_metric_alarm": {"m": {"alarm_name": "shop-errors"}, "n": {"alarm_name": "shop-duration"}},
    "aws_cloudwatch_dashboard": {"d": {"dashboard_name": "shop"}},
    "aws_sns_topic": {"t": {"name": "shop-alarms"}},
    "aws_sns_topic_policy": {"tp": {"arn": "${aws_sns_topic.t.arn}"}},
    "aws_apigatewayv2_api": {"api": {"name": "shop"}, "other": {"name": "none"}},
    "aws_apigatewayv2_stage": {"s": {"api_id": "${aws_apigatewayv2_api.api.id}", "name": "dev"}},
    "aws_apigatewayv2_route": {"r": {"api_id": "${aws_apigatewayv2_api.api.id}", "route_key": "$default"}},
    "aws_apigatewayv2_integration": {"i": {"api_id": "${aws_apigatewayv2_api.api.id}"}},
    "aws_something_else": {"s": {"name": "no finder"}},
}

ALARM: Any = {
    "Namespace": "AWS/Lambda",
    "MetricName": "Errors",
    "Statistic": "Sum",
    "Period": 300,
    "EvaluationPeriods": 1,
    "Threshold": 5.0,
    "ComparisonOperator": "GreaterThanOrEqualToThreshold",
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

    cloudwatch, sns = session.client("cloudwatch"), session.client("sns")
    cloudwatch.put_metric_alarm(AlarmName="shop-errors", **ALARM)
    cloudwatch.put_dashboard(DashboardName="shop", DashboardBody='{"widgets": []}')
    sns.create_topic(Name="other-shop-alarms")
    topic = sns.create_topic(Name="shop-alarms")["TopicArn"]
    gateway = session.client("apigatewayv2")
    api = gateway.create_api(Name="shop", ProtocolType="HTTP")["ApiId"]
    gateway.create_stage(ApiId=api, StageName="dev")
    integration = gateway.create_integration(ApiId=api, IntegrationType="AWS_PROXY")["IntegrationId"]
    route = gateway.create_route(ApiId=api, RouteKey="$default")["RouteId"]

    found = set(find_existing(STACK, {"aws_iam_role.r"}, session))

    assert found == {
        Existing("aws_iam_role_policy.p", "shop-execution:logs"),
        Existing("aws_sqs_queue.q", url),
        Existing("aws_sqs_queue_policy.qp", url),
        Existing("aws_kms_key.k", key),
        Existing("aws_kms_alias.a", "alias/shop"),
        Existing("aws_cloudwatch_metric_alarm.m", "shop-errors"),
        Existing("aws_cloudwatch_dashboard.d", "shop"),
        Existing("aws_sns_topic.t", topic),
        Existing("aws_apigatewayv2_api.api", api),
        Existing("aws_apigatewayv2_stage.s", f"{api}/dev"),
        Existing("aws_apigatewayv2_route.r", f"{api}/{route}"),
        Existing("aws_apigatewayv2_integration.i", f"{api}/{integration}"),
        Existing("aws_sns_topic_policy.tp", topic),
    }


def test_every_type_of_our_own_stacks_has_a_finder(stacks: dict[str, SynthesizedStack]) -> None:
    made = {kind for stack in stacks.values() for kind in stack.json["resource"]}

    assert made <= FINDERS.keys()
