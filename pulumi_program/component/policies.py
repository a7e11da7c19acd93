"""The role's policy documents: one purpose each, the tightest resource or condition that AWS supports for it.

Sources: the AWS Service Authorization Reference for the scopes; for the pin to one function the Lambda developer guide,
"Using source function ARN to control function access behavior". AWS does not list X-Ray's telemetry among the calls of
its own that say the function, so traces have no pin.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import pulumi

Document = Mapping[str, Any]


def trust(account_id: pulumi.Input[str]) -> Document:
    """Let Lambda assume the role, on behalf of functions of this account only."""
    return _document(
        {
            "Sid": "LambdaOfThisAccount",
            "Effect": "Allow",
            "Action": "sts:AssumeRole",
            "Principal": {"Service": "lambda.amazonaws.com"},
            "Condition": {"StringEquals": {"aws:SourceAccount": account_id}},
        }
    )


def logs(log_group_arn: pulumi.Output[str], function_arn: pulumi.Output[str]) -> Document:
    """Write one function's logs into one log group: the plain ARN is the group's, the one with `:*` its streams'."""
    return _document(
        {
            "Sid": "WriteOwnLogs",
            "Effect": "Allow",
            "Action": ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
            "Resource": [log_group_arn, pulumi.Output.concat(log_group_arn, ":*")],
            "Condition": _calls_of(function_arn),
        }
    )


def tracing() -> Document:
    """Send X-Ray traces and read the sampling rules; AWS defines no resource type for these actions."""
    return _document(
        {
            "Sid": "SendTraces",
            "Effect": "Allow",
            "Action": [
                "xray:GetSamplingRules",
                "xray:GetSamplingStatisticSummaries",
                "xray:GetSamplingTargets",
                "xray:PutTelemetryRecords",
                "xray:PutTraceSegments",
            ],
            "Resource": "*",
        }
    )


def metrics(namespace: str, function_arn: pulumi.Output[str]) -> Document:
    """Publish metrics; the action has no resource type, so the condition on the namespace takes its place."""
    return _document(
        {
            "Sid": "PublishOwnMetrics",
            "Effect": "Allow",
            "Action": "cloudwatch:PutMetricData",
            "Resource": "*",
            "Condition": {"StringEquals": {"cloudwatch:namespace": namespace}, **_calls_of(function_arn)},
        }
    )


def dead_letters(target_arn: pulumi.Input[str], action: str) -> Document:
    """Send events that failed for good to one queue or topic."""
    return _document({"Sid": "SendDeadLetters", "Effect": "Allow", "Action": action, "Resource": target_arn})


def network(
    interfaces_arn: pulumi.Input[str],
    subnet_arns: Sequence[pulumi.Input[str]],
    security_group_arns: Sequence[pulumi.Input[str]],
) -> Document:
    """Connect the function to its subnets; the condition keeps these permissions from the function's own code."""
    not_of_the_code = {"Null": {"lambda:SourceFunctionArn": "true"}}
    return _document(
        {
            "Sid": "ManageNetworkInterfaces",
            "Effect": "Allow",
            "Action": [
                "ec2:AssignPrivateIpAddresses",
                "ec2:CreateNetworkInterface",
                "ec2:DeleteNetworkInterface",
                "ec2:UnassignPrivateIpAddresses",
            ],
            "Resource": [interfaces_arn, *subnet_arns, *security_group_arns],
            "Condition": not_of_the_code,
        },
        {
            "Sid": "DescribeNetwork",
            "Effect": "Allow",
            "Action": ["ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets"],
            "Resource": "*",
            "Condition": not_of_the_code,
        },
    )


def key(
    account_arn: pulumi.Input[str],
    logs_principal: pulumi.Input[str],
    log_group_arns: pulumi.Input[str] | Sequence[pulumi.Input[str]],
) -> Document:
    """Let the account decide on the key, and CloudWatch Logs use it for these log groups and no other."""
    return _document(
        _account_decides(account_arn),
        {
            "Sid": "EncryptOwnLogs",
            "Effect": "Allow",
            "Principal": {"Service": logs_principal},
            "Action": ["kms:Decrypt*", "kms:Describe*", "kms:Encrypt*", "kms:GenerateDataKey*", "kms:ReEncrypt*"],
            "Resource": "*",
            "Condition": {"ArnEquals": {"kms:EncryptionContext:aws:logs:arn": log_group_arns}},
        },
    )


def queue(queue_arn: pulumi.Input[str]) -> Document:
    """Refuse calls to the queue that do not come over TLS."""
    return _document(
        {
            "Sid": "OnlyOverTls",
            "Effect": "Deny",
            "Principal": "*",
            "Action": "sqs:*",
            "Resource": queue_arn,
            "Condition": {"Bool": {"aws:SecureTransport": "false"}},
        }
    )


def alarm_key(account_arn: pulumi.Input[str], account: pulumi.Input[str]) -> Document:
    """Let the account decide on the key, and CloudWatch use it for alarms of this account."""
    return _document(
        _account_decides(account_arn),
        {
            "Sid": "EncryptAlarms",
            "Effect": "Allow",
            "Principal": {"Service": "cloudwatch.amazonaws.com"},
            "Action": ["kms:Decrypt", "kms:GenerateDataKey*"],
            "Resource": "*",
            "Condition": {"StringEquals": {"aws:SourceAccount": account}},
        },
    )


def alarm_topic(topic_arn: pulumi.Output[str], alarms_arn: pulumi.Output[str], account: pulumi.Input[str]) -> Document:
    """Let CloudWatch publish for the function's alarms, and nobody without TLS."""
    return _document(
        {
            "Sid": "PublishOwnAlarms",
            "Effect": "Allow",
            "Principal": {"Service": "cloudwatch.amazonaws.com"},
            "Action": "sns:Publish",
            "Resource": topic_arn,
            "Condition": {"ArnLike": {"aws:SourceArn": alarms_arn}, "StringEquals": {"aws:SourceAccount": account}},
        },
        {
            "Sid": "OnlyOverTls",
            "Effect": "Deny",
            "Principal": "*",
            "Action": "sns:Publish",
            "Resource": topic_arn,
            "Condition": {"Bool": {"aws:SecureTransport": "false"}},
        },
    )


def secrets(
    parameter_arns: Sequence[pulumi.Output[str]],
    secret_arns: Sequence[pulumi.Output[str]],
    function_arn: pulumi.Output[str],
    key_arn: pulumi.Input[str] | None,
    stores: Sequence[pulumi.Output[str]],
) -> Document:
    """Read parameters and secrets, and have their stores decrypt them with a key, where they have one of their own."""
    reading = [
        {
            "Sid": sid,
            "Effect": "Allow",
            "Action": action,
            "Resource": arns,
            "Condition": _calls_of(function_arn),
        }
        for sid, action, arns in (
            ("ReadParameters", "ssm:GetParameter", parameter_arns),
            ("ReadSecrets", "secretsmanager:GetSecretValue", secret_arns),
        )
        if arns
    ]
    decrypting = {
        "Sid": "DecryptSecrets",
        "Effect": "Allow",
        "Action": "kms:Decrypt",
        "Resource": key_arn,
        "Condition": {"StringEquals": {"kms:ViaService": stores}},
    }
    return _document(*reading, *([decrypting] if key_arn else []))


def _calls_of(function_arn: pulumi.Output[str]) -> Mapping[str, Any]:
    """Pin a statement to calls of one function."""
    return {"ArnEquals": {"lambda:SourceFunctionArn": function_arn}}


def _account_decides(account_arn: pulumi.Input[str]) -> Mapping[str, Any]:
    return {
        "Sid": "AccountDecides",
        "Effect": "Allow",
        "Principal": {"AWS": account_arn},
        "Action": "kms:*",
        "Resource": "*",
    }


def _document(*statements: Mapping[str, Any]) -> Document:
    return {"Version": "2012-10-17", "Statement": list(statements)}
