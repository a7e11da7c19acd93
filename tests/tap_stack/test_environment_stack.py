"""What one environment synthesizes to, and what of it may never change unnoticed."""

import json
from pathlib import Path

import cdktf
import pytest
from syrupy.assertion import SnapshotAssertion

from pytest_cdktf import SynthesizedStack, TextSnapshot, readable, synthesize
from tap_stack import (
    ConstructError,
    DeploymentSettings,
    EnvironmentStack,
    FunctionSettings,
    LogSettings,
    MetricsSettings,
    S3State,
    Settings,
)
from tests.support.project import ENVIRONMENT_NAMES, HANDLER

GOLDEN_ADDRESSES = [
    "aws_cloudwatch_log_group.TapStack_Function_LogGroup_A293ACCB",
    "aws_iam_role.TapStack_ExecutionRole_1A50318D",
    "aws_iam_role_policy.TapStack_ExecutionRole_Logs_4AD58415",
    "aws_iam_role_policy.TapStack_ExecutionRole_Metrics_53340EFB",
    "aws_iam_role_policy.TapStack_ExecutionRole_Tracing_804097D1",
    "aws_lambda_function.TapStack_Function_B4766B07",
    "data.aws_caller_identity.TapStack_ExecutionRole_CallerIdentity_09DB1D0D",
    "data.aws_partition.TapStack_ExecutionRole_Partition_A3C1B19B",
    "data.aws_region.TapStack_ExecutionRole_Region_1841E17B",
    "output.cloudwatch_log_group",
    "output.environment_suffix",
    "output.lambda_function_arn",
    "output.lambda_function_name",
    "output.lambda_role_arn",
    "output.memory_size",
    "output.region",
    "output.runtime",
    "output.timeout",
]
"""Every address in every user's state. A changed one replaces the resource: never change it."""

GOLDEN_PRODUCTION_ADDRESSES = [
    "aws_iam_role_policy.TapStack_ExecutionRole_DeadLetters_3E2DCFA7",
    "aws_kms_alias.TapStack_Key_Alias_5C55BA29",
    "aws_kms_key.TapStack_Key_F5214E6D",
    "aws_sqs_queue.TapStack_DeadLetterQueue_42103B4D",
]
"""What the profile adds; the same holds for these."""


@pytest.fixture(params=ENVIRONMENT_NAMES)
def stack(request: pytest.FixtureRequest, stacks: dict[str, SynthesizedStack]) -> SynthesizedStack:
    return stacks[request.param]


def test_snapshot_of_the_construct_tree(settings: Settings, snapshot: SnapshotAssertion, tmp_path: Path) -> None:
    stack = EnvironmentStack(cdktf.Testing.app(outdir=str(tmp_path)), DeploymentSettings(settings=settings))
    tree = cdktf.Testing.render_construct_tree(stack)
    assert tree == snapshot(extension_class=TextSnapshot)


def test_addresses_never_change(stack: SynthesizedStack) -> None:
    added = GOLDEN_PRODUCTION_ADDRESSES if stack.folder.name == "prod" else []
    assert stack.addresses() == sorted(GOLDEN_ADDRESSES + added)


def test_every_resource_that_can_have_tags_has_them(
    stack: SynthesizedStack, environments: dict[str, DeploymentSettings]
) -> None:
    settings = environments[stack.folder.name].settings
    expected = {
        "Environment": settings.environment,
        "Project": "tap",
        "ManagedBy": "cdktf",
        "Region": settings.region,
        **settings.tags,
    }
    for kind in ("aws_iam_role", "aws_cloudwatch_log_group", "aws_lambda_function"):
        assert stack.only(kind)["tags"] == expected, kind


def test_the_function_is_the_production_configuration(stack: SynthesizedStack) -> None:
    function = stack.only("aws_lambda_function")
    assert (function["runtime"], function["timeout"], function["memory_size"]) == ("python3.12", 60, 512)
    assert function["tracing_config"] == {"mode": "Active"}
    assert function["logging_config"]["log_format"] == "JSON"


def test_the_function_is_told_its_own_name_region_and_environment(stack: SynthesizedStack) -> None:
    function = stack.only("aws_lambda_function")
    variables = function["environment"]["variables"]
    assert variables["FUNCTION_NAME"] == function["function_name"] == f"tap-{stack.folder.name}"
    assert variables["REGION"] == stack.json["provider"]["aws"][0]["region"]
    assert variables["ENVIRONMENT"] == stack.folder.name


def test_the_function_waits_for_its_log_group_and_its_permissions(stack: SynthesizedStack) -> None:
    function = stack.only("aws_lambda_function")
    kinds = ("aws_cloudwatch_log_group", "aws_iam_role_policy")
    assert set(function["depends_on"]) == {f"{kind}.{name}" for kind in kinds for name in stack.resources(kind)}


def test_the_role_may_write_logs_of_its_own_function_only(stack: SynthesizedStack) -> None:
    name = stack.folder.name
    (statement,) = stack.statements(action="logs:PutLogEvents")
    assert [resource.rsplit(":log-group:", 1)[1] for resource in statement["Resource"]] == [
        f"/aws/lambda/tap-{name}",
        f"/aws/lambda/tap-{name}:*",
    ]
    assert stack.only("aws_cloudwatch_log_group")["name"] == f"/aws/lambda/tap-{name}"
    assert stack.only("aws_lambda_function")["logging_config"]["log_group"] == f"/aws/lambda/tap-{name}"


def test_the_namespace_that_is_allowed_is_the_one_the_function_is_told(stack: SynthesizedStack) -> None:
    (statement,) = stack.statements(action="cloudwatch:PutMetricData")
    variables = stack.only("aws_lambda_function")["environment"]["variables"]
    assert statement["Condition"]["StringEquals"] == {"cloudwatch:namespace": variables["METRICS_NAMESPACE"]}


def test_arns_take_partition_region_and_account_from_the_deployment(stack: SynthesizedStack) -> None:
    text = json.dumps(readable(stack.json))
    assert "arn:aws" not in text
    assert "arn:${data.aws_partition." in text


def test_both_major_versions_of_the_provider_are_admitted(stack: SynthesizedStack) -> None:
    assert stack.json["terraform"]["required_providers"] == {
        "aws": {"source": "hashicorp/aws", "version": ">= 5.100.0, < 7.0.0"}
    }


def test_a_local_state_lies_in_the_project(stacks: dict[str, SynthesizedStack]) -> None:
    assert stacks["dev"].json["terraform"]["backend"] == {"local": {"path": "../../../terraform.dev.tfstate"}}


def test_a_state_in_s3_is_encrypted_and_locked(stacks: dict[str, SynthesizedStack]) -> None:
    assert stacks["prod"].json["terraform"]["backend"] == {
        "s3": {
            "bucket": "tap-prod-terraform-state",
            "key": "tap/prod/terraform.tfstate",
            "region": "eu-west-1",
            "encrypt": True,
            "use_lockfile": True,
        }
    }


def test_every_setting_reaches_the_stack(tmp_path: Path) -> None:
    """Settings that no environment of this project uses."""
    layer = "arn:aws:lambda:eu-west-1:123456789012:layer:tools:3"
    key = "arn:aws:kms:eu-west-1:123456789012:key/0a1b"
    boundary = "arn:aws:iam::123456789012:policy/bound"
    settings = Settings(
        environment="test",
        region="eu-west-1",
        project="shop",
        function=FunctionSettings(
            code=HANDLER,
            name="orders",
            description="Orders",
            memory_size=1024,
            timeout=30,
            ephemeral_storage=1024,
            architecture="x86_64",
            reserved_concurrency=0,
            layers=(layer,),
            kms_key=key,
            permissions_boundary_arn=boundary,
            environment={"lower_Case": "kept"},
        ),
        logs=LogSettings(level="TRACE", system_level="WARN", retention_days=0),
        metrics=MetricsSettings(namespace="Shop/Orders"),
    )
    state = S3State(bucket="states", key="orders", region="us-east-1")
    deployment = DeploymentSettings(settings=settings, account_id="123456789012", state=state)
    stack = synthesize(tmp_path, lambda app: EnvironmentStack(app, deployment))["test"]
    function = stack.only("aws_lambda_function")
    assert function["function_name"] == "shop-test-orders"
    assert function["description"] == "Orders"
    assert (function["memory_size"], function["timeout"], function["ephemeral_storage"]) == (1024, 30, {"size": 1024})
    assert function["architectures"] == ["x86_64"]
    assert function["reserved_concurrent_executions"] == 0
    assert (function["layers"], function["kms_key_arn"]) == ([layer], key)
    assert function["environment"]["variables"]["lower_Case"] == "kept"
    assert function["logging_config"]["application_log_level"] == "TRACE"
    assert function["logging_config"]["system_log_level"] == "WARN"
    assert stack.only("aws_iam_role")["permissions_boundary"] == boundary
    assert stack.only("aws_iam_role")["name"] == "shop-test-orders-execution"
    assert stack.only("aws_cloudwatch_log_group")["retention_in_days"] == 0
    assert stack.json["provider"]["aws"] == [{"allowed_account_ids": ["123456789012"], "region": "eu-west-1"}]
    assert stack.json["terraform"]["backend"]["s3"]["key"] == "orders"
    assert stack.json["terraform"]["backend"]["s3"]["region"] == "us-east-1"
    assert stack.json["terraform"]["backend"]["s3"]["allowed_account_ids"] == ["123456789012"]
    assert function["environment"]["variables"]["METRICS_NAMESPACE"] == "Shop/Orders"


def test_a_second_stack_of_one_environment_is_one_clear_message(settings: Settings, tmp_path: Path) -> None:
    app, deployment = cdktf.Testing.app(outdir=str(tmp_path)), DeploymentSettings(settings=settings)
    EnvironmentStack(app, deployment)
    with pytest.raises(ConstructError, match="the app has a construct of this id already"):
        EnvironmentStack(app, deployment)


def test_settings_without_a_deployment_are_refused(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(ConstructError, match="build a DeploymentSettings"):
        EnvironmentStack(cdktf.Testing.app(outdir=str(tmp_path)), settings)  # type: ignore[arg-type]
