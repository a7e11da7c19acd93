"""What is synthesized, read by real Terraform with the real AWS provider."""

import json

import pytest

from product.scan.reasons import differences, read_reasons
from product.scan.scanners import is_installed, scan
from pytest_cdktf import Json, SynthesizedStack
from tap_cli.toolchain.toolbox import find_toolbox
from tap_cli.toolchain.workstation import this_workstation
from tap_emulator import Emulator
from tap_stack import DeploymentSettings
from tests.support.clients import provide_state_bucket
from tests.support.project import ENVIRONMENT_NAMES
from tests.support.terraform import Terraform

pytestmark = pytest.mark.terraform

OF_AN_API = {"CKV_AWS_309", "AwsSolutions-APIG1", "AwsSolutions-APIG4"}
"""Findings of the sample app; the tests' own app has no API."""


@pytest.fixture(scope="module", params=ENVIRONMENT_NAMES)
def stack(request: pytest.FixtureRequest, stacks: dict[str, SynthesizedStack]) -> SynthesizedStack:
    return stacks[request.param]


@pytest.fixture(scope="module")
def terraform(stack: SynthesizedStack, environments: dict[str, DeploymentSettings], aws: Emulator) -> Terraform:
    """Terraform, initialized, with the bucket of a state in S3 there."""
    provide_state_bucket(aws, environments[stack.folder.name])
    terraform = Terraform(find_toolbox(this_workstation()), aws, stack.folder)
    terraform.run("init", "-input=false", "-no-color")
    return terraform


@pytest.fixture(scope="module")
def plan(terraform: Terraform) -> Json:
    """What Terraform would do to an empty account."""
    terraform.run("plan", "-input=false", "-no-color", "-out=first.plan")
    plan: Json = json.loads(terraform.run("show", "-json", "first.plan"))
    return plan


def test_it_is_valid(terraform: Terraform) -> None:
    assert json.loads(terraform.run("validate", "-json"))["diagnostics"] == []


def test_every_resource_would_be_created(plan: Json, stack: SynthesizedStack) -> None:
    changes = {change["address"]: change["change"]["actions"] for change in plan["resource_changes"]}
    resources = [address for address in stack.addresses() if not address.startswith(("data.", "output."))]
    assert changes == {address: ["create"] for address in resources}


def test_the_plan_shows_whole_policies(plan: Json, stack: SynthesizedStack) -> None:
    """A reviewer of a plan sees which permissions a deployment would grant, not `(known after apply)`."""
    policies = [
        json.loads(change["change"]["after"]["policy"])
        for change in plan["resource_changes"]
        if change["type"] == "aws_iam_role_policy"
    ]
    statements = {statement["Sid"]: statement for policy in policies for statement in policy["Statement"]}
    group = f"arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/tap-{stack.folder.name}"
    assert statements["WriteOwnLogs"]["Resource"] == [group, f"{group}:*"]
    dead_letters = ["SendDeadLetters"] if "aws_sqs_queue" in stack.json["resource"] else []
    assert sorted(statements) == ["PublishOwnMetrics", *dead_letters, "SendTraces", "WriteOwnLogs"]


@pytest.mark.skipif(not is_installed(), reason="the scanners are not installed; tap scan installs them")
def test_every_finding_of_the_scanners_has_its_reason(plan: Json, stack: SynthesizedStack) -> None:
    findings = scan(plan)
    reasons = [reason for reason in read_reasons() if reason.id not in OF_AN_API]
    assert differences({stack.folder.name: findings}, reasons) == []
    assert findings.passed > 30
