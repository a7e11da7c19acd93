"""What Lambda itself does with the role for the function: its code makes none of these calls.

Source: Lambda developer guide, "Adding a dead-letter queue".
"""

from __future__ import annotations

from tap_stack.permissions.statement import Statement


def dead_letters_statement(target_arn: str) -> Statement:
    """Send events that failed for good to one queue or topic.

    Args:
        target_arn: of an SQS queue or SNS topic, or an ARN of one with tokens.
    """
    action = "sns:Publish" if target_arn.split(":")[2] == "sns" else "sqs:SendMessage"
    return Statement(sid="SendDeadLetters", actions=(action,), resources=(target_arn,))
