"""What AWS knows a resource by: its name and its ARN.

Source: the AWS Service Authorization Reference for ARN formats; the AWS provider's documentation for `id`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from stack_parity.model.program import Resource
from stack_parity.model.values import Value

NAMES: Final[Mapping[str, str]] = {
    "aws_ssm_parameter": "name",
    "aws_secretsmanager_secret": "name",
    "aws_s3_bucket": "bucket",
    "aws_dynamodb_table": "name",
    "aws_sns_topic": "name",
    "aws_sqs_queue": "name",
    "aws_kms_alias": "name",
    "aws_apigatewayv2_stage": "name",
    "aws_apigatewayv2_api": "name",
    "aws_api_gateway_stage": "stage_name",
    "aws_api_gateway_rest_api": "name",
    "aws_scheduler_schedule": "name",
    "aws_cloudwatch_event_rule": "name",
    "aws_cloudwatch_dashboard": "dashboard_name",
    "aws_cloudwatch_composite_alarm": "alarm_name",
    "aws_cloudwatch_metric_alarm": "alarm_name",
    "aws_cloudwatch_log_subscription_filter": "name",
    "aws_cloudwatch_log_metric_filter": "name",
    "aws_cloudwatch_log_group": "name",
    "aws_iam_policy_attachment": "name",
    "aws_iam_policy": "name",
    "aws_iam_role_policy": "name",
    "aws_iam_role": "name",
    "aws_lambda_alias": "name",
    "aws_lambda_function": "function_name",
}
"""By type, the attribute that holds the name AWS knows it by."""

ID_IS_NAME: Final = frozenset(
    {
        "aws_cloudwatch_composite_alarm",
        "aws_cloudwatch_dashboard",
        "aws_cloudwatch_event_rule",
        "aws_cloudwatch_log_group",
        "aws_cloudwatch_metric_alarm",
        "aws_dynamodb_table",
        "aws_iam_role",
        "aws_kms_alias",
        "aws_lambda_function",
        "aws_s3_bucket",
        "aws_ssm_parameter",
    }
)
"""Types whose attribute `id` has the same value as that name."""

ARNS: Final[Mapping[str, str]] = {
    "aws_ssm_parameter": "ssm:{region}:{account}:parameter/{name}",
    "aws_s3_bucket": "s3:::{name}",
    "aws_dynamodb_table": "dynamodb:{region}:{account}:table/{name}",
    "aws_sns_topic": "sns:{region}:{account}:{name}",
    "aws_sqs_queue": "sqs:{region}:{account}:{name}",
    "aws_kms_alias": "kms:{region}:{account}:{name}",
    "aws_cloudwatch_composite_alarm": "cloudwatch:{region}:{account}:alarm:{name}",
    "aws_cloudwatch_metric_alarm": "cloudwatch:{region}:{account}:alarm:{name}",
    "aws_cloudwatch_log_group": "logs:{region}:{account}:log-group:{name}",
    "aws_iam_policy": "iam::{account}:policy/{name}",
    "aws_iam_role": "iam::{account}:role/{name}",
    "aws_lambda_function": "lambda:{region}:{account}:function:{name}",
}
"""By type, the ARN after the partition, with `{name}`; region and account as the service has them."""

LAMBDA_LOG_GROUPS: Final = "/aws/lambda/"
"""Lambda writes to the log group of this prefix and the function's name (Lambda developer guide, "CloudWatch Logs")."""


def physical_name(resource: Resource) -> Value:
    """Return the name that AWS knows the resource by, or None where the program leaves that to the provider."""
    attribute = NAMES.get(resource.type)
    return None if attribute is None else resource.attributes.get(attribute)
