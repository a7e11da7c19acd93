"""The names, against the installed packages of both sides."""

import pytest

from stack_parity.aws.names import RENAMED, TYPES, singular, snake, terraform_type
from tests.stack_parity.aws.installed import pulumi_inputs, terraform_inputs

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of modules that pulumi_aws itself loads

NEWER = {
    "aws_apigatewayv2_api": set[str](),
    "aws_api_gateway_rest_api": {"endpoint_access_mode", "security_policy"},
    "aws_cloudwatch_log_subscription_filter": {"apply_on_transformed_logs", "emit_system_fields"},
    "aws_cloudwatch_metric_alarm": {
        "evaluation_criteria",
        "evaluation_interval",
        "evaluation_window",
        "warm_up_configuration",
    },
    "aws_dynamodb_table": {"restore_backup_arn"},
    "aws_iam_policy": {"delay_after_policy_creation_in_ms"},
    "aws_lambda_event_source_mapping": {"use_resource_timeout_for_propagation"},
    "aws_lambda_function": {"code_sha256", "use_resource_timeout_for_propagation"},
    "aws_lambda_permission": {"invoked_via_function_url"},
    "aws_s3_bucket": {"bucket_namespace"},
    "aws_secretsmanager_secret": {"type"},
    "aws_sns_topic": {"maximum_message_size"},
}
"""Inputs that the installed Pulumi package has and the older CDKTF bindings do not know yet."""


@pytest.mark.parametrize("token", TYPES)
def test_every_input_has_its_name_on_the_other_side(token: str) -> None:
    type_ = TYPES[token]
    renamed = RENAMED.get(type_, {})
    pulumi, terraform = pulumi_inputs(token), terraform_inputs(type_)
    assert renamed.keys() <= pulumi.keys()
    assert {renamed.get(name, name) for name in pulumi} - terraform == NEWER.get(type_, set())


def test_each_table_speaks_of_types_that_are_known() -> None:
    assert set(RENAMED) <= set(TYPES.values())
    assert len(TYPES) >= 40


@pytest.mark.parametrize(
    ("token", "type_"),
    [
        ("aws:lambda/function:Function", ("aws_lambda_function", True)),
        ("aws:s3/bucketV2:BucketV2", ("aws_s3_bucket", True)),
        ("aws:sfn/stateMachine:StateMachine", ("aws_sfn_state_machine", False)),
        ("aws:ec2/securityGroup:SecurityGroup", ("aws_security_group", False)),
        ("random:index/randomId:RandomId", ("random_id", False)),
        ("tap:stack:TapStack", ("tap:stack:TapStack", False)),
        ("pulumi-python:dynamic:Resource", ("pulumi-python:dynamic:Resource", False)),
    ],
)
def test_types_follow_the_table_and_the_rule(token: str, type_: tuple[str, bool]) -> None:
    assert terraform_type(token) == type_


@pytest.mark.parametrize(
    ("plural", "one"),
    [
        ("cors_rules", "cors_rule"),
        ("policies", "policy"),
        ("settings", "settings"),
        ("access", "access"),
        ("boxes", "box"),
    ],
)
def test_blocks_have_singular_names(plural: str, one: str) -> None:
    assert singular(plural) == one


def test_words_of_a_name() -> None:
    assert [snake(name) for name in ("memorySize", "kmsKeyArn", "s3Bucket", "xrayTracingEnabled", "ARNOfRole")] == [
        "memory_size",
        "kms_key_arn",
        "s3_bucket",
        "xray_tracing_enabled",
        "arn_of_role",
    ]
