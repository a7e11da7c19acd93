"""The types of attributes: which are maps of the user, documents, sets, and which resources have tags.

Source: the AWS provider's schema.
"""

from __future__ import annotations

from typing import Final

TAGGABLE: Final = frozenset(
    {
        "aws_api_gateway_rest_api",
        "aws_api_gateway_stage",
        "aws_apigatewayv2_api",
        "aws_apigatewayv2_stage",
        "aws_cloudwatch_composite_alarm",
        "aws_cloudwatch_event_rule",
        "aws_cloudwatch_log_group",
        "aws_cloudwatch_metric_alarm",
        "aws_dynamodb_table",
        "aws_iam_policy",
        "aws_iam_role",
        "aws_kms_key",
        "aws_lambda_event_source_mapping",
        "aws_lambda_function",
        "aws_s3_bucket",
        "aws_s3_object",
        "aws_secretsmanager_secret",
        "aws_sns_topic",
        "aws_sqs_queue",
        "aws_ssm_parameter",
    }
)
"""Resource types with the attribute `tags`, of those in the table of names."""

USER_MAPS: Final = frozenset(
    {
        "additional_version_weights",
        "dimensions",
        "endpoints",
        "header_parameters",
        "input_paths",
        "mappings",
        "metadata",
        "parameters",
        "query_string_parameters",
        "request_models",
        "request_parameters",
        "request_templates",
        "response_models",
        "response_parameters",
        "response_templates",
        "stage_variable_overrides",
        "stage_variables",
        "tags",
        "tags_all",
        "triggers",
        "variables",
    }
)
"""Attributes whose keys belong to the user and are never re-cased."""

DOCUMENTS: Final = frozenset({"access_policy", "assume_role_policy", "policy"})
"""Attributes that hold a policy, which a Pulumi program may give as an object: its keys are IAM's."""

UNORDERED: Final = frozenset(
    {
        "alarm_actions",
        "allow_headers",
        "allow_methods",
        "allow_origins",
        "allowed_headers",
        "allowed_methods",
        "allowed_origins",
        "architectures",
        "authorization_scopes",
        "binary_media_types",
        "compatible_architectures",
        "compatible_runtimes",
        "expose_headers",
        "function_response_types",
        "insufficient_data_actions",
        "managed_policy_arns",
        "non_key_attributes",
        "ok_actions",
        "queues",
        "roles",
        "security_group_ids",
        "subnet_ids",
        "topics",
        "types",
        "users",
        "groups",
        "vpc_endpoint_ids",
    }
)
"""Lists that the provider treats as sets (AWS provider schema): their order says nothing."""
