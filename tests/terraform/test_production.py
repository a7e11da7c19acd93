"""A deployed environment becomes production, and a service: nothing is replaced, then nothing can be deleted."""

import json
from pathlib import Path
from typing import Any

import pytest
from cdktf import App

from pytest_cdktf import synthesize
from tap_cli.toolchain.toolbox import find_toolbox
from tap_cli.toolchain.workstation import this_workstation
from tap_emulator import Emulator
from tap_stack import (
    DeploymentSettings,
    EnvironmentStack,
    FunctionSettings,
    HttpApiSettings,
    LocalState,
    MonitoringSettings,
    Settings,
)
from tests.support.project import HANDLER
from tests.support.terraform import Terraform

pytestmark = pytest.mark.terraform

OPTIONS = ("-input=false", "-no-color")
OUTSIDE: dict[str, Any] = {
    "subnets": ("subnet-0a1b2c3d", "subnet-1a1b2c3d"),
    "security_groups": ("sg-0a1b2c3d",),
    "code_signing_config_arn": f"arn:aws:lambda:eu-west-1:123456789012:code-signing-config:csc-{'a' * 17}",
}
SERVICE: dict[str, Any] = {
    "api": HttpApiSettings(allowed_origins=("https://shop.example.org",), allow_credentials=True),
    "monitoring": MonitoringSettings(notifications="own"),
}
ADDED = {
    "aws_apigatewayv2_api",
    "aws_apigatewayv2_integration",
    "aws_apigatewayv2_route",
    "aws_apigatewayv2_stage",
    "aws_cloudwatch_dashboard",
    "aws_cloudwatch_log_group",
    "aws_cloudwatch_metric_alarm",
    "aws_iam_role_policy",
    "aws_kms_alias",
    "aws_kms_key",
    "aws_lambda_permission",
    "aws_sns_topic",
    "aws_sns_topic_policy",
    "aws_sqs_queue",
}


def terraform_of(folder: Path, aws: Emulator, settings: Settings, **beside: Any) -> Terraform:
    """Synthesize into a folder, and initialize Terraform there; the state lies beside the folder."""
    deployment = DeploymentSettings(settings=settings, state=LocalState(path="live.tfstate"), **beside)

    def build(app: App) -> None:
        EnvironmentStack(app, deployment)

    stack = synthesize(folder / "cdktf.out", build)["live"]
    terraform = Terraform(find_toolbox(this_workstation()), aws, stack.folder)
    terraform.run("init", *OPTIONS)
    return terraform


def test_a_deployed_environment_becomes_production_in_place(tmp_path: Path, aws: Emulator) -> None:
    names: dict[str, Any] = {"environment": "live", "region": "eu-west-1", "project": "switched"}
    before = terraform_of(tmp_path, aws, Settings(**names, function=FunctionSettings(code=HANDLER)))
    before.run("apply", *OPTIONS, "-auto-approve")

    function = FunctionSettings(code=HANDLER, **OUTSIDE)
    after = terraform_of(tmp_path, aws, Settings(**names, profile="production", function=function), **SERVICE)
    after.run("plan", *OPTIONS, "-out=switch.plan")
    changes = [
        (change["type"], change["change"]["actions"])
        for change in json.loads(after.run("show", "-json", "switch.plan"))["resource_changes"]
    ]
    assert {tuple(actions) for _, actions in changes} <= {("no-op",), ("update",), ("create",), ("read",)}
    assert {kind for kind, actions in changes if actions == ["create"]} == ADDED
    assert {kind for kind, actions in changes if actions == ["update"]} == {
        "aws_cloudwatch_log_group",
        "aws_lambda_function",
    }

    after.run("apply", *OPTIONS, "switch.plan")
    after.run("plan", *OPTIONS, "-detailed-exitcode")  # fails unless it is empty
    with pytest.raises(AssertionError, match="Instance cannot be destroyed"):
        after.run("plan", *OPTIONS, "-destroy")
