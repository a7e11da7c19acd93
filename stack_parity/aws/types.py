"""What is known of each kind of resource: its two type names, renamed properties, identity and the provider's defaults.

About 50 types of the domain of Lambda, IAM, logs, alarms, APIs, queues and tables. `tests/parity/test_kinds.py`
checks the table against the installed packages of both sides. Everything else follows by rule: `camelCase` to
`snake_case`, and a plural name of a list of blocks to the singular that Terraform uses.

Sources: the classes of `pulumi_aws` and of CDKTF's AWS bindings for names; the AWS provider's documentation for
defaults; the AWS Service Authorization Reference for ARN formats.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Final

Default = str | int | bool | tuple[str, ...]


@dataclass(frozen=True)
class Kind:
    """One type on both sides."""

    token: str
    """The Pulumi token without its package: `lambda/function:Function`."""
    type: str
    """The Terraform type."""
    renamed: Mapping[str, str] = field(default_factory=dict)
    """Pulumi's property in snake_case to Terraform's, where the rules do not lead there."""
    name: str | None = None
    """The attribute that holds the name AWS knows it by."""
    id_is_name: bool = False
    """Whether the attribute `id` has the same value as that name."""
    arn: str | None = None
    """The ARN's part after the service, with `{name}`; region and account as the service has them."""
    taggable: bool = False
    defaults: Mapping[str, Default] = field(default_factory=dict)
    """By attribute path, what the provider takes when nothing is said."""


_REST: Final = {"rest_api": "rest_api_id"}
_LOGS_ARN: Final = "logs:{region}:{account}:log-group:{name}"

KINDS: Final[tuple[Kind, ...]] = (
    Kind(
        "lambda/function:Function",
        "aws_lambda_function",
        renamed={"name": "function_name", "code": "filename"},
        name="function_name",
        id_is_name=True,
        arn="lambda:{region}:{account}:function:{name}",
        taggable=True,
        defaults={
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
    ),
    Kind("lambda/alias:Alias", "aws_lambda_alias", name="name"),
    Kind("lambda/permission:Permission", "aws_lambda_permission", renamed={"function": "function_name"}),
    Kind(
        "lambda/eventSourceMapping:EventSourceMapping",
        "aws_lambda_event_source_mapping",
        renamed={"source_access_configurations": "source_access_configuration"},
        taggable=True,
        defaults={"enabled": True},
    ),
    Kind("lambda/functionUrl:FunctionUrl", "aws_lambda_function_url", defaults={"invoke_mode": "BUFFERED"}),
    Kind(
        "lambda/functionEventInvokeConfig:FunctionEventInvokeConfig",
        "aws_lambda_function_event_invoke_config",
        defaults={"maximum_event_age_in_seconds": 21600, "maximum_retry_attempts": 2},
    ),
    Kind("lambda/layerVersion:LayerVersion", "aws_lambda_layer_version", renamed={"code": "filename"}),
    Kind(
        "lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig",
        "aws_lambda_provisioned_concurrency_config",
    ),
    Kind(
        "iam/role:Role",
        "aws_iam_role",
        renamed={"inline_policies": "inline_policy"},
        name="name",
        id_is_name=True,
        arn="iam::{account}:role/{name}",
        taggable=True,
        defaults={"force_detach_policies": False, "max_session_duration": 3600, "path": "/"},
    ),
    Kind("iam/rolePolicy:RolePolicy", "aws_iam_role_policy", name="name"),
    Kind("iam/rolePolicyAttachment:RolePolicyAttachment", "aws_iam_role_policy_attachment"),
    Kind(
        "iam/policy:Policy",
        "aws_iam_policy",
        name="name",
        arn="iam::{account}:policy/{name}",
        taggable=True,
        defaults={"path": "/"},
    ),
    Kind("iam/policyAttachment:PolicyAttachment", "aws_iam_policy_attachment", name="name"),
    Kind(
        "cloudwatch/logGroup:LogGroup",
        "aws_cloudwatch_log_group",
        name="name",
        id_is_name=True,
        arn=_LOGS_ARN,
        taggable=True,
        defaults={"log_group_class": "STANDARD", "retention_in_days": 0, "skip_destroy": False},
    ),
    Kind("cloudwatch/logMetricFilter:LogMetricFilter", "aws_cloudwatch_log_metric_filter", name="name"),
    Kind(
        "cloudwatch/logSubscriptionFilter:LogSubscriptionFilter",
        "aws_cloudwatch_log_subscription_filter",
        renamed={"log_group": "log_group_name"},
        name="name",
    ),
    Kind(
        "cloudwatch/metricAlarm:MetricAlarm",
        "aws_cloudwatch_metric_alarm",
        renamed={"name": "alarm_name", "metric_queries": "metric_query"},
        name="alarm_name",
        id_is_name=True,
        arn="cloudwatch:{region}:{account}:alarm:{name}",
        taggable=True,
        defaults={"actions_enabled": True, "treat_missing_data": "missing"},
    ),
    Kind(
        "cloudwatch/compositeAlarm:CompositeAlarm",
        "aws_cloudwatch_composite_alarm",
        name="alarm_name",
        id_is_name=True,
        arn="cloudwatch:{region}:{account}:alarm:{name}",
        taggable=True,
        defaults={"actions_enabled": True},
    ),
    Kind("cloudwatch/dashboard:Dashboard", "aws_cloudwatch_dashboard", name="dashboard_name", id_is_name=True),
    Kind(
        "cloudwatch/eventRule:EventRule",
        "aws_cloudwatch_event_rule",
        name="name",
        id_is_name=True,
        taggable=True,
        defaults={"event_bus_name": "default", "force_destroy": False},
    ),
    Kind(
        "cloudwatch/eventTarget:EventTarget",
        "aws_cloudwatch_event_target",
        defaults={"event_bus_name": "default", "force_destroy": False},
    ),
    Kind(
        "scheduler/schedule:Schedule",
        "aws_scheduler_schedule",
        name="name",
        defaults={"group_name": "default", "schedule_expression_timezone": "UTC", "state": "ENABLED"},
    ),
    Kind("apigateway/restApi:RestApi", "aws_api_gateway_rest_api", name="name", taggable=True),
    Kind("apigateway/resource:Resource", "aws_api_gateway_resource", renamed=_REST),
    Kind("apigateway/method:Method", "aws_api_gateway_method", renamed=_REST, defaults={"api_key_required": False}),
    Kind("apigateway/methodResponse:MethodResponse", "aws_api_gateway_method_response", renamed=_REST),
    Kind("apigateway/methodSettings:MethodSettings", "aws_api_gateway_method_settings", renamed=_REST),
    Kind(
        "apigateway/integration:Integration",
        "aws_api_gateway_integration",
        renamed=_REST,
        defaults={
            "connection_type": "INTERNET",
            "passthrough_behavior": "WHEN_NO_MATCH",
            "timeout_milliseconds": 29000,
        },
    ),
    Kind("apigateway/integrationResponse:IntegrationResponse", "aws_api_gateway_integration_response", renamed=_REST),
    Kind("apigateway/deployment:Deployment", "aws_api_gateway_deployment", renamed=_REST),
    Kind(
        "apigateway/stage:Stage",
        "aws_api_gateway_stage",
        renamed=_REST | {"deployment": "deployment_id"},
        name="stage_name",
        taggable=True,
        defaults={"xray_tracing_enabled": False, "cache_cluster_enabled": False},
    ),
    Kind(
        "apigatewayv2/api:Api",
        "aws_apigatewayv2_api",
        name="name",
        taggable=True,
        defaults={"disable_execute_api_endpoint": False, "api_key_selection_expression": "$request.header.x-api-key"},
    ),
    Kind(
        "apigatewayv2/integration:Integration",
        "aws_apigatewayv2_integration",
        defaults={"connection_type": "INTERNET", "payload_format_version": "1.0", "timeout_milliseconds": 30000},
    ),
    Kind(
        "apigatewayv2/route:Route",
        "aws_apigatewayv2_route",
        renamed={"request_parameters": "request_parameter"},
        defaults={"api_key_required": False, "authorization_type": "NONE"},
    ),
    Kind(
        "apigatewayv2/stage:Stage",
        "aws_apigatewayv2_stage",
        name="name",
        taggable=True,
        defaults={"auto_deploy": False},
    ),
    Kind(
        "kms/key:Key",
        "aws_kms_key",
        taggable=True,
        defaults={
            "bypass_policy_lockout_safety_check": False,
            "customer_master_key_spec": "SYMMETRIC_DEFAULT",
            "deletion_window_in_days": 30,
            "enable_key_rotation": False,
            "is_enabled": True,
            "key_usage": "ENCRYPT_DECRYPT",
            "multi_region": False,
        },
    ),
    Kind("kms/alias:Alias", "aws_kms_alias", name="name", id_is_name=True, arn="kms:{region}:{account}:{name}"),
    Kind(
        "sqs/queue:Queue",
        "aws_sqs_queue",
        name="name",
        arn="sqs:{region}:{account}:{name}",
        taggable=True,
        defaults={
            "content_based_deduplication": False,
            "delay_seconds": 0,
            "fifo_queue": False,
            "max_message_size": 262144,
            "message_retention_seconds": 345600,
            "receive_wait_time_seconds": 0,
            "sqs_managed_sse_enabled": True,
            "visibility_timeout_seconds": 30,
        },
    ),
    Kind("sqs/queuePolicy:QueuePolicy", "aws_sqs_queue_policy"),
    Kind(
        "sns/topic:Topic",
        "aws_sns_topic",
        name="name",
        arn="sns:{region}:{account}:{name}",
        taggable=True,
        defaults={"content_based_deduplication": False, "fifo_topic": False},
    ),
    Kind(
        "sns/topicSubscription:TopicSubscription",
        "aws_sns_topic_subscription",
        renamed={"topic": "topic_arn"},
        defaults={"raw_message_delivery": False, "endpoint_auto_confirms": False, "confirmation_timeout_in_minutes": 1},
    ),
    Kind("sns/topicPolicy:TopicPolicy", "aws_sns_topic_policy"),
    Kind(
        "dynamodb/table:Table",
        "aws_dynamodb_table",
        renamed={
            "attributes": "attribute",
            "global_secondary_indexes": "global_secondary_index",
            "local_secondary_indexes": "local_secondary_index",
            "replicas": "replica",
        },
        name="name",
        id_is_name=True,
        arn="dynamodb:{region}:{account}:table/{name}",
        taggable=True,
        defaults={
            "billing_mode": "PROVISIONED",
            "deletion_protection_enabled": False,
            "stream_enabled": False,
            "table_class": "STANDARD",
        },
    ),
    Kind(
        "s3/bucket:Bucket",
        "aws_s3_bucket",
        renamed={"cors_rules": "cors_rule", "grants": "grant", "lifecycle_rules": "lifecycle_rule"},
        name="bucket",
        id_is_name=True,
        arn="s3:::{name}",
        taggable=True,
        defaults={"force_destroy": False, "object_lock_enabled": False},
    ),
    Kind("s3/bucketPolicy:BucketPolicy", "aws_s3_bucket_policy"),
    Kind("s3/bucketVersioning:BucketVersioning", "aws_s3_bucket_versioning"),
    Kind(
        "s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
        "aws_s3_bucket_public_access_block",
        defaults={
            "block_public_acls": False,
            "block_public_policy": False,
            "ignore_public_acls": False,
            "restrict_public_buckets": False,
        },
    ),
    Kind(
        "s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
        "aws_s3_bucket_server_side_encryption_configuration",
        renamed={"rules": "rule"},
    ),
    Kind(
        "s3/bucketNotification:BucketNotification",
        "aws_s3_bucket_notification",
        renamed={"lambda_functions": "lambda_function", "queues": "queue", "topics": "topic"},
    ),
    Kind("s3/bucketObject:BucketObject", "aws_s3_object", taggable=True),
    Kind("s3/bucketObjectv2:BucketObjectv2", "aws_s3_object", taggable=True),
    Kind(
        "secretsmanager/secret:Secret",
        "aws_secretsmanager_secret",
        renamed={"replicas": "replica"},
        name="name",
        taggable=True,
        defaults={"recovery_window_in_days": 30, "force_overwrite_replica_secret": False},
    ),
    Kind(
        "ssm/parameter:Parameter",
        "aws_ssm_parameter",
        name="name",
        id_is_name=True,
        arn="ssm:{region}:{account}:parameter/{name}",
        taggable=True,
        defaults={"tier": "Standard", "data_type": "text"},
    ),
)

BY_TYPE: Final[Mapping[str, Kind]] = {kind.type: kind for kind in reversed(KINDS)}
BY_TOKEN: Final[Mapping[str, Kind]] = {f"aws:{kind.token}": kind for kind in KINDS}
_V2: Final = re.compile(r"V2(?=:|$)")
"""The ending of what pulumi_aws 6 called `BucketV2` and 7 calls `Bucket`."""

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

_NO_PREFIX: Final = frozenset({"ec2", "index"})
"""Pulumi modules whose name Terraform's types do not carry."""


@cache
def snake(name: str) -> str:
    """Turn `camelCase` into `snake_case`; an acronym is one word (`kmsKeyARN`: `kms_key_arn`)."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name).lower()


@cache
def singular(name: str) -> str:
    """Give the name that Terraform has for one block of a list (`cors_rules`: `cors_rule`)."""
    if name.endswith(("settings", "ss", "us", "is")):
        return name
    if name.endswith("ies"):
        return f"{name[:-3]}y"
    if name.endswith(("sses", "xes", "ches")):
        return name[:-2]
    return name.removesuffix("s")


@cache
def terraform_type(token: str) -> tuple[str, bool]:
    """Give the Terraform type of a Pulumi token, and whether the table knows it.

    By rule, `aws:sfn/stateMachine:StateMachine` becomes `aws_sfn_state_machine`; a token of no package and module (a
    component, a dynamic resource) stays as it is.
    """
    token = _V2.sub("", token) if token.startswith("aws:s3/bucketV2") else token
    if token in BY_TOKEN:
        return BY_TOKEN[token].type, True
    match = re.fullmatch(r"([a-z][\w-]*):([\w-]+)/[\w-]+:(\w+)", token)
    if match is None:
        return token, False
    package, module, name = match.groups()
    if module in _NO_PREFIX:
        return (snake(name) if snake(name).startswith(f"{package}_") else f"{package}_{snake(name)}"), False
    return f"{package}_{snake(module)}_{snake(name)}", False
