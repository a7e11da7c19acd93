"""Who may use the stack's own key and queue: their resource policies, as JSON text."""

from __future__ import annotations

import json
from typing import Final

from tap_stack.permissions.statement import POLICY_VERSION

LOGS_USE: Final = ("kms:Decrypt*", "kms:Describe*", "kms:Encrypt*", "kms:GenerateDataKey*", "kms:ReEncrypt*")
"""What CloudWatch Logs does with a key (CloudWatch Logs user guide, "Encrypt log data using AWS KMS")."""


def key_policy(account_arn: str, logs_principal: str, log_group_arn: str) -> str:
    """Let the account's own policies decide on the key, and CloudWatch Logs use it for one log group.

    Source: CloudWatch Logs user guide, "Encrypt log data using AWS KMS": Logs names the group it encrypts for in the
    encryption context, so that the key serves no other. Lambda uses the key by a grant of whoever deploys.

    Args:
        account_arn: `arn:<partition>:iam::<account>:root`.
        logs_principal: CloudWatch Logs of the region.
        log_group_arn: without `:*` at its end.
    """
    return _document(
        {
            "Sid": "AccountDecides",
            "Effect": "Allow",
            "Principal": {"AWS": account_arn},
            "Action": "kms:*",
            "Resource": "*",
        },
        {
            "Sid": "EncryptOwnLogs",
            "Effect": "Allow",
            "Principal": {"Service": logs_principal},
            "Action": [*LOGS_USE],
            "Resource": "*",
            "Condition": {"ArnEquals": {"kms:EncryptionContext:aws:logs:arn": log_group_arn}},
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


def _document(*statements: dict[str, object]) -> str:
    return json.dumps({"Version": POLICY_VERSION, "Statement": statements})
