"""What every execution role of TapStack says: who may assume it, and its logs, traces and metrics.

Pure functions; nothing here knows of the framework. Sources of the scopes: the AWS Service Authorization Reference.
"""

from __future__ import annotations

import json

from tap_stack.permissions.statement import POLICY_VERSION, Statement


def trust_policy(account: str) -> str:
    """Let Lambda assume the role, on behalf of functions of one account only, as JSON text.

    Source: Lambda developer guide, "Defining Lambda function permissions with an execution role": the condition on
    `aws:SourceAccount` keeps another account's function from using the role through Lambda (the confused deputy).

    Args:
        account: the account's 12 digits or a token of them.
    """
    return json.dumps(
        {
            "Version": POLICY_VERSION,
            "Statement": [
                {
                    "Sid": "LambdaOfThisAccount",
                    "Effect": "Allow",
                    "Action": "sts:AssumeRole",
                    "Principal": {"Service": "lambda.amazonaws.com"},
                    "Condition": {"StringEquals": {"aws:SourceAccount": account}},
                }
            ],
        }
    )


def logs_statement(log_group_arn: str) -> Statement:
    """Write logs, into the function's own log group and nowhere else.

    Args:
        log_group_arn: without the `:*` at its end. Both forms are granted: the plain one is the log group's, the one
            with `:*` covers its streams and is the form that CloudWatch Logs documents for most of its actions.
    """
    return Statement(
        sid="WriteOwnLogs",
        actions=("logs:CreateLogGroup", "logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"),
        resources=(log_group_arn, f"{log_group_arn}:*"),
    )


def tracing_statement() -> Statement:
    """Send X-Ray traces and read the sampling rules; what `AWSXRayDaemonWriteAccess` grants, and no more."""
    return Statement(
        sid="SendTraces",
        actions=(
            "xray:GetSamplingRules",
            "xray:GetSamplingStatisticSummaries",
            "xray:GetSamplingTargets",
            "xray:PutTelemetryRecords",
            "xray:PutTraceSegments",
        ),
        resources=("*",),
        reason="AWS defines no resource type for these actions.",
    )


def metrics_statement(namespace: str) -> Statement:
    """Publish metrics, into one CloudWatch namespace only."""
    return Statement(
        sid="PublishOwnMetrics",
        actions=("cloudwatch:PutMetricData",),
        resources=("*",),
        conditions={"StringEquals": {"cloudwatch:namespace": namespace}},
        reason="AWS defines no resource type for this action; the condition narrows it to one namespace.",
    )
