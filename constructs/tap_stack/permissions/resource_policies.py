"""Who may use the stack's own keys, queue and topic: their resource policies, as JSON text."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Final

from tap_stack.permissions.statement import POLICY_VERSION

LOGS_USE: Final = ("kms:Decrypt*", "kms:Describe*", "kms:Encrypt*", "kms:GenerateDataKey*", "kms:ReEncrypt*")
"""What CloudWatch Logs does with a key (CloudWatch Logs user guide, "Encrypt log data using AWS KMS")."""

CLOUDWATCH: Final = "cloudwatch.amazonaws.com"


def key_policy(account_arn: str, logs_principal: str, log_group_arns: Sequence[str]) -> str:
    """Let the account's own policies decide on the key, and CloudWatch Logs use it for these log groups.

    Source: CloudWatch Logs user guide, "Encrypt log data using AWS KMS": Logs names the group it encrypts for in the
    encryption context, so that the key serves no other. Lambda uses the key by a grant of whoever deploys.

    Args:
        account_arn: `arn:<partition>:iam::<account>:root`.
        logs_principal: CloudWatch Logs of the region.
        log_group_arns: one or more, without `:*` at their ends.
    """
    groups = log_group_arns[0] if len(log_group_arns) == 1 else list(log_group_arns)
    return _document(
        _account_decides(account_arn),
        {
            "Sid": "EncryptOwnLogs",
            "Effect": "Allow",
            "Principal": {"Service": logs_principal},
            "Action": [*LOGS_USE],
            "Resource": "*",
            "Condition": {"ArnEquals": {"kms:EncryptionContext:aws:logs:arn": groups}},
        },
    )


def queue_policy(queue_arn: str) -> str:
    """Refuse every call to a queue that does not come over TLS; who may call says each caller's own policy.

    Source: Amazon SQS developer guide, "Amazon SQS security best practices".

    Args:
        queue_arn: the queue's ARN, composed: its own would be a cycle.
    """
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


def alarm_key_policy(account_arn: str, account: str) -> str:
    """Let the account's own policies decide on the key, and CloudWatch use it for alarms of this account.

    Source: SNS developer guide, "Enable compatibility between event sources from AWS services and encrypted topics".

    Args:
        account_arn: `arn:<partition>:iam::<account>:root`.
        account: its 12 digits.
    """
    return _document(
        _account_decides(account_arn),
        {
            "Sid": "EncryptAlarms",
            "Effect": "Allow",
            "Principal": {"Service": CLOUDWATCH},
            "Action": ["kms:Decrypt", "kms:GenerateDataKey*"],
            "Resource": "*",
            "Condition": {"StringEquals": {"aws:SourceAccount": account}},
        },
    )


def alarm_topic_policy(topic_arn: str, alarms_arn: str, account: str) -> str:
    """Let CloudWatch publish for the stack's own alarms, and nobody without TLS.

    Source: SNS developer guide, "Example cases for Amazon SNS access control" and "Amazon SNS security best practices".

    Args:
        topic_arn: the topic's.
        alarms_arn: the ARN that all the alarms match.
        account: its 12 digits.
    """
    return _document(
        {
            "Sid": "PublishOwnAlarms",
            "Effect": "Allow",
            "Principal": {"Service": CLOUDWATCH},
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


def _account_decides(account_arn: str) -> dict[str, object]:
    return {
        "Sid": "AccountDecides",
        "Effect": "Allow",
        "Principal": {"AWS": account_arn},
        "Action": "kms:*",
        "Resource": "*",
    }


def _document(*statements: dict[str, object]) -> str:
    return json.dumps({"Version": POLICY_VERSION, "Statement": statements})
