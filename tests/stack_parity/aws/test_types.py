"""The table of names, against the installed packages of both sides."""

import ast
import importlib
import importlib.util
from functools import cache
from pathlib import Path

import pytest

from stack_parity.aws.types import BY_TOKEN, KINDS, USER_MAPS, Kind, singular, snake, terraform_type

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of modules that pulumi_aws itself loads

MODULES = {"lambda": "lambda_"}
"""Pulumi modules whose Python name is another."""

FRAMEWORK = {"connection", "count", "depends_on", "for_each", "id", "lifecycle", "provider", "provisioners", "timeouts"}
"""Arguments of every CDKTF class."""

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


def folder_of(package: str) -> Path:
    spec = importlib.util.find_spec(package)
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent


def pulumi_inputs(kind: Kind) -> dict[str, str]:
    """Give the inputs of a Pulumi class: name in snake_case to its annotation."""
    module_name, _, class_name = kind.token.replace("/", ":").split(":")
    module = importlib.import_module(f"pulumi_aws.{MODULES.get(module_name, module_name)}.{snake(class_name)}")
    assert f"'aws:{kind.token}'" in Path(str(module.__file__)).read_text("utf-8")
    arguments = getattr(module, f"{class_name}InitArgs", None) or getattr(module, f"{class_name}Args")
    return {
        name: str(value.fget.__annotations__["return"])
        for name, value in vars(arguments).items()
        if isinstance(value, property) and value.fget is not None
    }


@cache
def terraform_inputs(type_: str) -> frozenset[str]:
    """Give the arguments of a CDKTF class, read from its source: nothing of it is imported."""
    source = folder_of("cdktf_cdktf_provider_aws") / type_.removeprefix("aws_") / "__init__.py"
    for node in ast.parse(source.read_text("utf-8")).body:
        if isinstance(node, ast.ClassDef):
            methods = {item.name: item for item in node.body if isinstance(item, ast.FunctionDef)}
            if "generate_config_for_import" in methods:
                return frozenset(argument.arg for argument in methods["__init__"].args.kwonlyargs) - FRAMEWORK
    raise AssertionError(f"no resource class in {source}")


each_kind = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.token)


@each_kind
def test_every_input_has_its_name_on_the_other_side(kind: Kind) -> None:
    pulumi, terraform = pulumi_inputs(kind), terraform_inputs(kind.type)
    assert kind.renamed.keys() <= pulumi.keys()
    translated = {kind.renamed.get(name, name) for name in pulumi}
    assert translated - terraform == NEWER.get(kind.type, set())


@each_kind
def test_what_is_said_of_a_kind_names_its_attributes(kind: Kind) -> None:
    terraform = terraform_inputs(kind.type)
    assert {path.split(".")[0] for path in kind.defaults} <= terraform
    assert kind.name is None or kind.name in terraform
    assert kind.taggable == ("tags" in terraform)
    assert not kind.id_is_name or kind.name is not None


@each_kind
def test_every_map_of_the_user_is_known(kind: Kind) -> None:
    maps = {
        name
        for name, annotation in pulumi_inputs(kind).items()
        if "Mapping[str" in annotation and "Args" not in annotation
    }
    assert maps <= USER_MAPS


def test_every_map_inside_a_block_is_known() -> None:
    found = set()
    for kind in KINDS:
        module_name, _, class_name = kind.token.replace("/", ":").split(":")
        inputs = importlib.import_module(f"pulumi_aws.{MODULES.get(module_name, module_name)}._inputs")
        for name, class_ in vars(inputs).items():
            if name.startswith(class_name) and name.endswith("Args") and isinstance(class_, type):
                found |= {
                    key
                    for key, value in vars(class_).items()
                    if isinstance(value, property)
                    and value.fget is not None
                    and "Mapping[str" in str(value.fget.__annotations__["return"])
                    and "Args" not in str(value.fget.__annotations__["return"])
                }
    assert found - USER_MAPS == {"condition"}  # of a policy document, whose keys are kept as a whole


def test_each_type_stands_once_in_the_table() -> None:
    assert len(BY_TOKEN) == len(KINDS)
    assert len(KINDS) >= 40


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
