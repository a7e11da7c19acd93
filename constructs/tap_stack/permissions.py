"""The execution role's permissions as data: one purpose a function, every statement with a Sid.

Pure functions; nothing here knows of CDKTF. Sources of the scopes: the AWS Service Authorization Reference.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

Conditions = Mapping[str, Mapping[str, str | list[str]]]
"""Operator to condition key to value or values, as the IAM policy language nests them."""

POLICY_VERSION: Final = "2012-10-17"
"""The current version of the IAM policy language."""


@dataclass(frozen=True)
class Statement:
    """One Allow statement of an IAM policy.

    Raises:
        ValueError: when the Sid is not letters and digits, actions or resources are missing, or a resource is `*` and
            no reason explains it.
    """

    sid: str
    """Letters and digits, unique in its role (IAM policy grammar)."""
    actions: tuple[str, ...]
    """`service:Action` each."""
    resources: tuple[str, ...]
    """ARNs; tokens of the framework are welcome."""
    conditions: Conditions = field(default_factory=dict)
    """What must hold besides."""
    reason: str = ""
    """Why a resource must be `*`; stays in the code, IAM has no place for it."""

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[A-Za-z0-9]+", self.sid):
            raise ValueError(f"Statement {self.sid!r}: a Sid is one or more letters and digits (IAM). Rename it.")
        if not self.actions or not self.resources:
            raise ValueError(f"Statement {self.sid}: it needs at least one action and one resource. Add them.")
        if "*" in self.resources and not self.reason:
            raise ValueError(f"Statement {self.sid}: the resource '*' needs a reason. Give reason=…, or name the ARN.")

    def to_dict(self) -> dict[str, object]:
        """Render the statement in the IAM policy language."""
        condition = {"Condition": self.conditions} if self.conditions else {}
        return {
            "Sid": self.sid,
            "Effect": "Allow",
            "Action": list(self.actions),
            "Resource": list(self.resources),
            **condition,
        }


def policy_document(statements: Iterable[Statement]) -> str:
    """Render a policy as JSON text."""
    return json.dumps({"Version": POLICY_VERSION, "Statement": [statement.to_dict() for statement in statements]})


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
