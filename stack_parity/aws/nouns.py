"""What people call the resources."""

from __future__ import annotations

from typing import Final

from stack_parity.model.program import Resource

_NOUNS: Final = {
    "aws_api_gateway_rest_api": "REST API",
    "aws_apigatewayv2_api": "HTTP API",
    "aws_cloudwatch_dashboard": "dashboard",
    "aws_cloudwatch_event_rule": "event rule",
    "aws_cloudwatch_event_target": "event target",
    "aws_cloudwatch_log_group": "log group",
    "aws_cloudwatch_metric_alarm": "alarm",
    "aws_dynamodb_table": "table",
    "aws_iam_policy": "policy",
    "aws_iam_role": "role",
    "aws_iam_role_policy": "role policy",
    "aws_kms_key": "key",
    "aws_lambda_alias": "alias",
    "aws_lambda_event_source_mapping": "event source",
    "aws_lambda_function": "function",
    "aws_lambda_permission": "permission to invoke",
    "aws_s3_bucket": "bucket",
    "aws_sns_topic": "topic",
    "aws_sqs_queue": "queue",
}


def noun(resource: Resource) -> str:
    """Give the word for a resource of this type."""
    return _NOUNS.get(resource.type, resource.type.removeprefix("aws_").replace("_", " "))
