"""Names on both sides: Pulumi's tokens and properties in Terraform's words.

The tables hold the domain of Lambda, IAM, logs, alarms, APIs, queues and tables. Everything else follows by rule:
`camelCase` to `snake_case`, and a plural name of a list of blocks to the singular that Terraform uses.

Source: the classes of `pulumi_aws` and of CDKTF's AWS bindings; `tests/stack_parity/aws/test_names.py` checks the
tables against the installed packages.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Final

TYPES: Final[Mapping[str, str]] = {
    "aws:lambda/function:Function": "aws_lambda_function",
    "aws:lambda/alias:Alias": "aws_lambda_alias",
    "aws:lambda/permission:Permission": "aws_lambda_permission",
    "aws:lambda/eventSourceMapping:EventSourceMapping": "aws_lambda_event_source_mapping",
    "aws:lambda/functionUrl:FunctionUrl": "aws_lambda_function_url",
    "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig": "aws_lambda_function_event_invoke_config",
    "aws:lambda/layerVersion:LayerVersion": "aws_lambda_layer_version",
    "aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig": "aws_lambda_provisioned_concurrency_config",
    "aws:iam/role:Role": "aws_iam_role",
    "aws:iam/rolePolicy:RolePolicy": "aws_iam_role_policy",
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment": "aws_iam_role_policy_attachment",
    "aws:iam/policy:Policy": "aws_iam_policy",
    "aws:iam/policyAttachment:PolicyAttachment": "aws_iam_policy_attachment",
    "aws:cloudwatch/logGroup:LogGroup": "aws_cloudwatch_log_group",
    "aws:cloudwatch/logMetricFilter:LogMetricFilter": "aws_cloudwatch_log_metric_filter",
    "aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter": "aws_cloudwatch_log_subscription_filter",
    "aws:cloudwatch/metricAlarm:MetricAlarm": "aws_cloudwatch_metric_alarm",
    "aws:cloudwatch/compositeAlarm:CompositeAlarm": "aws_cloudwatch_composite_alarm",
    "aws:cloudwatch/dashboard:Dashboard": "aws_cloudwatch_dashboard",
    "aws:cloudwatch/eventRule:EventRule": "aws_cloudwatch_event_rule",
    "aws:cloudwatch/eventTarget:EventTarget": "aws_cloudwatch_event_target",
    "aws:scheduler/schedule:Schedule": "aws_scheduler_schedule",
    "aws:apigateway/restApi:RestApi": "aws_api_gateway_rest_api",
    "aws:apigateway/resource:Resource": "aws_api_gateway_resource",
    "aws:apigateway/method:Method": "aws_api_gateway_method",
    "aws:apigateway/methodResponse:MethodResponse": "aws_api_gateway_method_response",
    "aws:apigateway/methodSettings:MethodSettings": "aws_api_gateway_method_settings",
    "aws:apigateway/integration:Integration": "aws_api_gateway_integration",
    "aws:apigateway/integrationResponse:IntegrationResponse": "aws_api_gateway_integration_response",
    "aws:apigateway/deployment:Deployment": "aws_api_gateway_deployment",
    "aws:apigateway/stage:Stage": "aws_api_gateway_stage",
    "aws:apigatewayv2/api:Api": "aws_apigatewayv2_api",
    "aws:apigatewayv2/integration:Integration": "aws_apigatewayv2_integration",
    "aws:apigatewayv2/route:Route": "aws_apigatewayv2_route",
    "aws:apigatewayv2/stage:Stage": "aws_apigatewayv2_stage",
    "aws:kms/key:Key": "aws_kms_key",
    "aws:kms/alias:Alias": "aws_kms_alias",
    "aws:sqs/queue:Queue": "aws_sqs_queue",
    "aws:sqs/queuePolicy:QueuePolicy": "aws_sqs_queue_policy",
    "aws:sns/topic:Topic": "aws_sns_topic",
    "aws:sns/topicSubscription:TopicSubscription": "aws_sns_topic_subscription",
    "aws:sns/topicPolicy:TopicPolicy": "aws_sns_topic_policy",
    "aws:dynamodb/table:Table": "aws_dynamodb_table",
    "aws:s3/bucket:Bucket": "aws_s3_bucket",
    "aws:s3/bucketPolicy:BucketPolicy": "aws_s3_bucket_policy",
    "aws:s3/bucketVersioning:BucketVersioning": "aws_s3_bucket_versioning",
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": "aws_s3_bucket_public_access_block",
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": "aws_s3_bucket_server_side_encryption_configuration",  # noqa: E501 - one row
    "aws:s3/bucketNotification:BucketNotification": "aws_s3_bucket_notification",
    "aws:s3/bucketObject:BucketObject": "aws_s3_object",
    "aws:s3/bucketObjectv2:BucketObjectv2": "aws_s3_object",
    "aws:secretsmanager/secret:Secret": "aws_secretsmanager_secret",
    "aws:ssm/parameter:Parameter": "aws_ssm_parameter",
}
"""By Pulumi's token, the Terraform type."""

_REST: Final[Mapping[str, str]] = {"rest_api": "rest_api_id"}

RENAMED: Final[Mapping[str, Mapping[str, str]]] = {
    "aws_lambda_function": {"name": "function_name", "code": "filename"},
    "aws_lambda_permission": {"function": "function_name"},
    "aws_lambda_event_source_mapping": {"source_access_configurations": "source_access_configuration"},
    "aws_lambda_layer_version": {"code": "filename"},
    "aws_iam_role": {"inline_policies": "inline_policy"},
    "aws_cloudwatch_log_subscription_filter": {"log_group": "log_group_name"},
    "aws_cloudwatch_metric_alarm": {"name": "alarm_name", "metric_queries": "metric_query"},
    "aws_api_gateway_resource": _REST,
    "aws_api_gateway_method": _REST,
    "aws_api_gateway_method_response": _REST,
    "aws_api_gateway_method_settings": _REST,
    "aws_api_gateway_integration": _REST,
    "aws_api_gateway_integration_response": _REST,
    "aws_api_gateway_deployment": _REST,
    "aws_api_gateway_stage": {**_REST, "deployment": "deployment_id"},
    "aws_apigatewayv2_route": {"request_parameters": "request_parameter"},
    "aws_sns_topic_subscription": {"topic": "topic_arn"},
    "aws_dynamodb_table": {
        "attributes": "attribute",
        "global_secondary_indexes": "global_secondary_index",
        "local_secondary_indexes": "local_secondary_index",
        "replicas": "replica",
    },
    "aws_s3_bucket": {"cors_rules": "cors_rule", "grants": "grant", "lifecycle_rules": "lifecycle_rule"},
    "aws_s3_bucket_server_side_encryption_configuration": {"rules": "rule"},
    "aws_s3_bucket_notification": {"lambda_functions": "lambda_function", "queues": "queue", "topics": "topic"},
    "aws_secretsmanager_secret": {"replicas": "replica"},
}
"""By Terraform type, Pulumi's property in snake_case to Terraform's, where the rules do not lead there."""

_V2: Final = re.compile(r"V2(?=:|$)")
"""The ending of what pulumi_aws 6 called `BucketV2` and 7 calls `Bucket`."""

_NO_PREFIX: Final = frozenset({"ec2", "index"})
"""Pulumi modules whose name Terraform's types do not carry."""


@cache
def snake(name: str) -> str:
    """Turn `camelCase` into `snake_case`; an acronym is one word (`kmsKeyARN`: `kms_key_arn`)."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name).lower()


@cache
def singular(name: str) -> str:
    """Return the name that Terraform has for one block of a list (`cors_rules`: `cors_rule`)."""
    if name.endswith(("settings", "ss", "us", "is")):
        return name
    if name.endswith("ies"):
        return f"{name[:-3]}y"
    if name.endswith(("sses", "xes", "ches")):
        return name[:-2]
    return name.removesuffix("s")


def attribute(type_: str, property_: str) -> str:
    """Return Terraform's name of a property of Pulumi's (wire name, camelCase)."""
    name = snake(property_)
    return RENAMED.get(type_, {}).get(name, name)


@cache
def terraform_type(token: str) -> tuple[str, bool]:
    """Return the Terraform type of a Pulumi token, and whether the table knows it.

    By rule, `aws:sfn/stateMachine:StateMachine` becomes `aws_sfn_state_machine`; a token of no package and module (a
    component, a dynamic resource) stays as it is.
    """
    token = _V2.sub("", token) if token.startswith("aws:s3/bucketV2") else token
    if token in TYPES:
        return TYPES[token], True
    match = re.fullmatch(r"([a-z][\w-]*):([\w-]+)/[\w-]+:(\w+)", token)
    if match is None:
        return token, False
    package, module, name = match.groups()
    if module in _NO_PREFIX:
        return (snake(name) if snake(name).startswith(f"{package}_") else f"{package}_{snake(name)}"), False
    return f"{package}_{snake(module)}_{snake(name)}", False
