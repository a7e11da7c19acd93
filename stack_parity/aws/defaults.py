"""What the AWS provider takes when a program says nothing. Source: the AWS provider's documentation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, TypeAlias

from stack_parity.aws.identity import LAMBDA_LOG_GROUPS, physical_name
from stack_parity.model.program import Resource
from stack_parity.model.values import Text, Value, join_parts, parts_of

Default: TypeAlias = "str | int | bool | tuple[str, ...]"

DEFAULTS: Final[Mapping[str, Mapping[str, Default]]] = {
    "aws_ssm_parameter": {
        "tier": "Standard",
        "data_type": "text",
    },
    "aws_secretsmanager_secret": {
        "recovery_window_in_days": 30,
        "force_overwrite_replica_secret": False,
    },
    "aws_s3_bucket_public_access_block": {
        "block_public_acls": False,
        "block_public_policy": False,
        "ignore_public_acls": False,
        "restrict_public_buckets": False,
    },
    "aws_s3_bucket": {
        "force_destroy": False,
        "object_lock_enabled": False,
    },
    "aws_dynamodb_table": {
        "billing_mode": "PROVISIONED",
        "deletion_protection_enabled": False,
        "stream_enabled": False,
        "table_class": "STANDARD",
    },
    "aws_sns_topic_subscription": {
        "raw_message_delivery": False,
        "endpoint_auto_confirms": False,
        "confirmation_timeout_in_minutes": 1,
    },
    "aws_sns_topic": {
        "content_based_deduplication": False,
        "fifo_topic": False,
    },
    "aws_sqs_queue": {
        "content_based_deduplication": False,
        "delay_seconds": 0,
        "fifo_queue": False,
        "max_message_size": 262144,
        "message_retention_seconds": 345600,
        "receive_wait_time_seconds": 0,
        "sqs_managed_sse_enabled": True,
        "visibility_timeout_seconds": 30,
    },
    "aws_kms_key": {
        "bypass_policy_lockout_safety_check": False,
        "customer_master_key_spec": "SYMMETRIC_DEFAULT",
        "deletion_window_in_days": 30,
        "enable_key_rotation": False,
        "is_enabled": True,
        "key_usage": "ENCRYPT_DECRYPT",
        "multi_region": False,
    },
    "aws_apigatewayv2_stage": {
        "auto_deploy": False,
    },
    "aws_apigatewayv2_route": {
        "api_key_required": False,
        "authorization_type": "NONE",
    },
    "aws_apigatewayv2_integration": {
        "connection_type": "INTERNET",
        "payload_format_version": "1.0",
        "timeout_milliseconds": 30000,
    },
    "aws_apigatewayv2_api": {
        "disable_execute_api_endpoint": False,
        "api_key_selection_expression": "$request.header.x-api-key",
    },
    "aws_api_gateway_stage": {
        "xray_tracing_enabled": False,
        "cache_cluster_enabled": False,
    },
    "aws_api_gateway_integration": {
        "connection_type": "INTERNET",
        "passthrough_behavior": "WHEN_NO_MATCH",
        "timeout_milliseconds": 29000,
    },
    "aws_api_gateway_method": {
        "api_key_required": False,
    },
    "aws_scheduler_schedule": {
        "group_name": "default",
        "schedule_expression_timezone": "UTC",
        "state": "ENABLED",
    },
    "aws_cloudwatch_event_target": {
        "event_bus_name": "default",
        "force_destroy": False,
    },
    "aws_cloudwatch_event_rule": {
        "event_bus_name": "default",
        "force_destroy": False,
    },
    "aws_cloudwatch_composite_alarm": {
        "actions_enabled": True,
    },
    "aws_cloudwatch_metric_alarm": {
        "actions_enabled": True,
        "treat_missing_data": "missing",
    },
    "aws_cloudwatch_log_group": {
        "log_group_class": "STANDARD",
        "retention_in_days": 0,
        "skip_destroy": False,
    },
    "aws_iam_group": {
        "path": "/",
    },
    "aws_iam_instance_profile": {
        "path": "/",
    },
    "aws_iam_policy": {
        "path": "/",
    },
    "aws_iam_user": {
        "force_destroy": False,
        "path": "/",
    },
    "aws_iam_role": {
        "force_detach_policies": False,
        "max_session_duration": 3600,
        "path": "/",
    },
    "aws_lambda_function_event_invoke_config": {
        "maximum_event_age_in_seconds": 21600,
        "maximum_retry_attempts": 2,
    },
    "aws_lambda_function_url": {
        "invoke_mode": "BUFFERED",
    },
    "aws_lambda_event_source_mapping": {
        "enabled": True,
    },
    "aws_lambda_function": {
        "architectures": ("x86_64",),
        "ephemeral_storage.size": 512,
        "logging_config.log_format": "Text",
        "memory_size": 128,
        "package_type": "Zip",
        "publish": False,
        "reserved_concurrent_executions": -1,
        "skip_destroy": False,
        "timeout": 3,
        "tracing_config.mode": "PassThrough",
    },
}
"""By type and attribute path."""


def default_of(resource: Resource, path: str) -> Value:
    """Return what the provider takes for an attribute that a resource leaves out; None where that is not known."""
    if resource.type == "aws_lambda_function" and path == "logging_config.log_group":
        name = physical_name(resource)
        parts = parts_of(name) if isinstance(name, str | Text) else None
        return join_parts([LAMBDA_LOG_GROUPS, *parts]) if parts else None
    default = DEFAULTS.get(resource.type, {}).get(path)
    return list(default) if isinstance(default, tuple) else default
