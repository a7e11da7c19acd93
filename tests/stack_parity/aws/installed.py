"""What the installed packages of both sides say of a type."""

import ast
import importlib
import importlib.util
from functools import cache
from pathlib import Path

from stack_parity.aws.names import snake

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


def pulumi_inputs(token: str) -> dict[str, str]:
    """Give the inputs of a Pulumi class: name in snake_case to its annotation."""
    _, module_name, _, class_name = token.replace("/", ":").split(":")
    module = importlib.import_module(f"pulumi_aws.{MODULES.get(module_name, module_name)}.{snake(class_name)}")
    assert f"'{token}'" in Path(str(module.__file__)).read_text("utf-8")
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


def maps_in_blocks(token: str) -> set[str]:
    """Give the attributes that are maps of the user's, of all blocks inside a Pulumi class."""
    _, module_name, _, class_name = token.replace("/", ":").split(":")
    inputs = importlib.import_module(f"pulumi_aws.{MODULES.get(module_name, module_name)}._inputs")
    return {
        key
        for name, class_ in vars(inputs).items()
        if name.startswith(class_name) and name.endswith("Args") and isinstance(class_, type)
        for key, value in vars(class_).items()
        if isinstance(value, property) and value.fget is not None and is_map(str(value.fget.__annotations__["return"]))
    }


def is_map(annotation: str) -> bool:
    """Is it a map whose keys are the user's?"""
    return "Mapping[str" in annotation and "Args" not in annotation
