"""What the environments synthesize to. `pytest --snapshot-update` accepts what changed; `git diff` shows it."""

from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

from pytest_cdktf import SynthesizedStack, Terraform

ENVIRONMENTS = sorted(file.stem for file in Path(__file__).resolve().parents[1].glob("environments/*.toml"))


@pytest.fixture(params=ENVIRONMENTS)
def stack(request: pytest.FixtureRequest, stacks: dict[str, SynthesizedStack]) -> SynthesizedStack:
    return stacks[request.param]


def test_it_is_what_was_reviewed(stack: SynthesizedStack, stack_snapshot: SnapshotAssertion) -> None:
    assert stack == stack_snapshot


def test_the_function_is_the_projects(stack: SynthesizedStack) -> None:
    assert stack.only("aws_lambda_function")["function_name"] == f"shop-{stack.name}"


def test_the_function_writes_the_logs_of_its_own_group_only(stack: SynthesizedStack) -> None:
    (statement,) = stack.statements(action="logs:PutLogEvents")
    assert {resource.partition(":log-group:")[2].removesuffix(":*") for resource in statement["Resource"]} == {
        f"/aws/lambda/shop-{stack.name}"
    }


@pytest.mark.terraform
def test_it_is_valid_terraform(stack: SynthesizedStack, terraform: Terraform) -> None:
    terraform.validate(stack)
