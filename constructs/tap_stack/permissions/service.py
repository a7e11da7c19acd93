"""What Lambda itself does with the role for the function: its code makes none of these calls.

Sources: Lambda developer guide, "Adding a dead-letter queue" and "Giving Lambda functions access to resources in an
Amazon VPC"; the AWS Service Authorization Reference for what takes a resource.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from tap_stack.permissions.pin import SOURCE_FUNCTION
from tap_stack.permissions.statement import Conditions, Statement

NOT_OF_THE_CODE: Final[Conditions] = {"Null": {SOURCE_FUNCTION: "true"}}
"""AWS sends this key with calls of the function's code, and not with Lambda's own for network interfaces."""


def dead_letters_statement(target_arn: str) -> Statement:
    """Send events that failed for good to one queue or topic.

    Args:
        target_arn: of an SQS queue or SNS topic, or an ARN of one with tokens.
    """
    action = "sns:Publish" if target_arn.split(":")[2] == "sns" else "sqs:SendMessage"
    return Statement(sid="SendDeadLetters", actions=(action,), resources=(target_arn,))


def network_statements(
    interfaces_arn: str, subnet_arns: Iterable[str], security_group_arns: Iterable[str]
) -> list[Statement]:
    """Connect the function to its subnets: what the guide lists, for Lambda and not for the function's code.

    Args:
        interfaces_arn: of every network interface of the account in the region: Lambda names none beforehand.
        subnet_arns: of the function's subnets.
        security_group_arns: of the function's security groups.
    """
    return [
        Statement(
            sid="ManageNetworkInterfaces",
            actions=(
                "ec2:AssignPrivateIpAddresses",
                "ec2:CreateNetworkInterface",
                "ec2:DeleteNetworkInterface",
                "ec2:UnassignPrivateIpAddresses",
            ),
            resources=(interfaces_arn, *subnet_arns, *security_group_arns),
            conditions=NOT_OF_THE_CODE,
        ),
        Statement(
            sid="DescribeNetwork",
            actions=("ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets"),
            resources=("*",),
            conditions=NOT_OF_THE_CODE,
            reason="AWS defines no resource type for these actions.",
        ),
    ]
