"""TapStack as other projects use it: a construct in a stack of their own."""

from collections.abc import Callable
from pathlib import Path

import pytest
from cdktf import App, TerraformOutput, TerraformStack

from tap_stack import FunctionSettings, Settings, Statement, TapStack
from tap_stack.aws import AwsProvider
from tests.support.project import HANDLER
from tests.support.synthesis import SynthesizedStack, policies, synthesize

Synthesize = Callable[[Callable[[TerraformStack], object]], SynthesizedStack]


@pytest.fixture
def synthesized(tmp_path: Path) -> Synthesize:
    """Synthesize a consumer's own stack, which `fill` fills."""

    def run(fill: Callable[[TerraformStack], object]) -> SynthesizedStack:
        def build(app: App) -> None:
            stack = TerraformStack(app, "shop")
            AwsProvider(stack, "Aws", region="eu-west-1")
            fill(stack)

        return synthesize(tmp_path, build)["shop"]

    return run


@pytest.fixture
def orders() -> Settings:
    """Settings of a second function beside the one of `settings`."""
    function = FunctionSettings(code=HANDLER, name="orders")
    return Settings(environment="test", region="eu-west-1", function=function)


def test_two_live_in_one_stack(synthesized: Synthesize, settings: Settings, orders: Settings) -> None:
    def fill(stack: TerraformStack) -> None:
        TapStack(stack, "First", settings)
        TapStack(stack, "Second", orders)

    functions = synthesized(fill).resources("aws_lambda_function")
    assert {function["function_name"] for function in functions.values()} == {"tap-test", "tap-test-orders"}


def test_two_of_one_name_in_one_stack_are_refused(settings: Settings) -> None:
    stack = TerraformStack(App(), "shop")
    TapStack(stack, "First", settings)
    with pytest.raises(ValueError, match=r"Stack 'shop' holds a TapStack with the function name 'tap-test' already"):
        TapStack(stack, "Second", settings)


def test_one_name_in_two_stacks_is_fine(settings: Settings) -> None:
    app = App()
    assert TapStack(TerraformStack(app, "eu"), "Tap", settings).function_name == "tap-test"
    assert TapStack(TerraformStack(app, "us"), "Tap", settings).function_name == "tap-test"


def test_it_configures_no_backend_and_no_provider(settings: Settings) -> None:
    stack = TerraformStack(App(), "shop")
    TapStack(stack, "Tap", settings)
    assert "provider" not in stack.to_terraform()


def test_a_grant_is_a_policy_of_its_own_that_the_function_waits_for(
    synthesized: Synthesize, settings: Settings
) -> None:
    table = "arn:aws:dynamodb:eu-west-1:123456789012:table/orders"
    grant = Statement("ReadOrders", ("dynamodb:GetItem",), (table,))
    stack = synthesized(lambda stack: TapStack(stack, "Tap", settings).add_to_role_policy(grant))
    assert policies(stack)["tap-test-readorders"]["Statement"] == [
        {"Sid": "ReadOrders", "Effect": "Allow", "Action": ["dynamodb:GetItem"], "Resource": [table]}
    ]
    kinds = ("aws_cloudwatch_log_group", "aws_iam_role_policy")
    expected = {f"{kind}.{name}" for kind in kinds for name in stack.resources(kind)}
    assert set(stack.only("aws_lambda_function")["depends_on"]) == expected
    assert len(expected) == 5


def test_a_variable_can_be_a_token(synthesized: Synthesize, settings: Settings) -> None:
    def fill(stack: TerraformStack) -> None:
        tap = TapStack(stack, "Tap", settings)
        tap.add_environment("LOG_GROUP_ARN", tap.log_group_arn)
        tap.add_environment("Mixed_Case", "kept")

    variables = synthesized(fill).only("aws_lambda_function")["environment"]["variables"]
    assert variables["LOG_GROUP_ARN"].startswith("${aws_cloudwatch_log_group.")
    assert variables["Mixed_Case"] == "kept"
    assert variables["FUNCTION_NAME"] == "tap-test"


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("AWS_REGION", "x", "the Lambda runtime sets this variable itself"),
        ("ENVIRONMENT", "x", "TapStack sets this variable"),
        ("1A", "x", "a letter first"),
        ("BIG", "x" * 4096, "more than 4096 bytes"),
    ],
)
def test_a_variable_that_lambda_would_refuse_is_refused(
    settings: Settings, name: str, value: str, message: str
) -> None:
    tap = TapStack(TerraformStack(App(), "shop"), "Tap", settings)
    with pytest.raises(ValueError, match=message):
        tap.add_environment(name, value)


def test_its_attributes_are_names_and_arns(synthesized: Synthesize, settings: Settings) -> None:
    def fill(stack: TerraformStack) -> None:
        tap = TapStack(stack, "Tap", settings)
        assert (tap.function_name, tap.role_name) == ("tap-test", "tap-test-execution")
        assert tap.log_group_name == "/aws/lambda/tap-test"
        for name in ("function_arn", "role_arn", "log_group_arn"):
            TerraformOutput(stack, name, value=getattr(tap, name))

    stack = synthesized(fill)
    expected = {"function_arn": "aws_lambda_function", "role_arn": "aws_iam_role"}
    expected["log_group_arn"] = "aws_cloudwatch_log_group"
    assert {name: output["value"] for name, output in stack.json["output"].items()} == {
        name: f"${{{kind}.{next(iter(stack.resources(kind)))}.arn}}" for name, kind in expected.items()
    }
