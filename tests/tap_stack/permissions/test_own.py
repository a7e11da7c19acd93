import json

from tap_stack.permissions import (
    logs_statement,
    metrics_statement,
    policy_document,
    tracing_statement,
    trust_policy,
)

GROUP = "arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/tap-dev"
EVERY = (logs_statement(GROUP), tracing_statement(), metrics_statement("tap/dev"))

WITH_ANY_RESOURCE = {
    "SendTraces": "AWS defines no resource type for these actions.",
    "PublishOwnMetrics": "AWS defines no resource type for this action; the condition narrows it to one namespace.",
}


def test_logs_are_the_four_actions_on_the_functions_own_log_group() -> None:
    assert logs_statement(GROUP).to_dict() == {
        "Sid": "WriteOwnLogs",
        "Effect": "Allow",
        "Action": ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
        "Resource": [GROUP, f"{GROUP}:*"],
    }


def test_tracing_is_what_aws_manages_for_writers() -> None:
    assert tracing_statement().to_dict() == {
        "Sid": "SendTraces",
        "Effect": "Allow",
        "Action": [
            "xray:GetSamplingRules",
            "xray:GetSamplingStatisticSummaries",
            "xray:GetSamplingTargets",
            "xray:PutTelemetryRecords",
            "xray:PutTraceSegments",
        ],
        "Resource": ["*"],
    }


def test_metrics_are_one_action_in_one_namespace() -> None:
    assert metrics_statement("tap/dev").to_dict() == {
        "Sid": "PublishOwnMetrics",
        "Effect": "Allow",
        "Action": ["cloudwatch:PutMetricData"],
        "Resource": ["*"],
        "Condition": {"StringEquals": {"cloudwatch:namespace": "tap/dev"}},
    }


def test_the_table_of_statements_on_any_resource_is_whole() -> None:
    assert {statement.sid: statement.reason for statement in EVERY if "*" in statement.resources} == WITH_ANY_RESOURCE


def test_no_action_is_a_wildcard() -> None:
    assert [action for statement in EVERY for action in statement.actions if "*" in action] == []


def test_only_lambda_of_this_account_may_assume_the_role() -> None:
    (statement,) = json.loads(trust_policy("123456789012"))["Statement"]
    assert statement == {
        "Sid": "LambdaOfThisAccount",
        "Effect": "Allow",
        "Action": "sts:AssumeRole",
        "Principal": {"Service": "lambda.amazonaws.com"},
        "Condition": {"StringEquals": {"aws:SourceAccount": "123456789012"}},
    }


def test_a_document_is_of_the_current_version() -> None:
    document = json.loads(policy_document(EVERY))
    assert document["Version"] == "2012-10-17"
    assert [statement["Sid"] for statement in document["Statement"]] == [statement.sid for statement in EVERY]
