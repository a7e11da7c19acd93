"""TapStack as other projects use it: a construct in a stack of their own."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from cdktf import App, TerraformOutput, TerraformStack

from pytest_cdktf import SynthesizedStack, readable, synthesize
from tap_stack import (
    ConstructError,
    DeploymentSettings,
    FunctionSettings,
    Settings,
    SettingsError,
    Statement,
    StatementError,
    TapStack,
    permissions,
)
from tap_stack.framework import AwsProvider
from tests.support.project import HANDLER

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
    with pytest.raises(ValueError, match=r"stack 'shop' holds a TapStack with the function name 'tap-test' already"):
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
    assert stack.only("aws_iam_role_policy", name="tap-test-readorders")
    (statement,) = (found.body for found in stack.statements(action="dynamodb:GetItem", resource=table))
    function = own_function(statement.pop("Condition"))
    assert re.fullmatch(r"arn:\$\{.+\}:lambda:\$\{.+\}:\$\{.+\}:function:tap-test", function)
    assert statement == {"Sid": "ReadOrders", "Effect": "Allow", "Action": ["dynamodb:GetItem"], "Resource": [table]}
    kinds = ("aws_cloudwatch_log_group", "aws_iam_role_policy")
    expected = {f"{kind}.{name}" for kind in kinds for name in stack.resources(kind)}
    assert set(stack.only("aws_lambda_function")["depends_on"]) == expected
    assert len(expected) == 5


def own_function(condition: dict[str, dict[str, str]]) -> str:
    assert [*condition] == ["ArnEquals"]
    assert [*condition["ArnEquals"]] == ["lambda:SourceFunctionArn"]
    return condition["ArnEquals"]["lambda:SourceFunctionArn"]


def test_a_grant_for_calls_that_lambda_makes_itself_has_no_pin(synthesized: Synthesize, settings: Settings) -> None:
    """An event source mapping reads its queue with the role, and AWS sends no source function with its calls."""
    grant = permissions.read_queue("ReadOrders", "arn:aws:sqs:eu-west-1:123456789012:orders")
    stack = synthesized(lambda stack: TapStack(stack, "Tap", settings).add_to_role_policy(grant, pin=False))
    (statement,) = stack.statements(action="sqs:ReceiveMessage")
    assert "Condition" not in statement.body


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
    with pytest.raises(SettingsError, match=message):
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


TABLE = "arn:aws:dynamodb:eu-west-1:123456789012:table/orders"
OWN_SIDS = ("Logs", "logs", "Tracing", "METRICS", "Resource", "CallerIdentity", "Partition", "Region")


def put_into_stack(settings: Settings) -> TapStack:
    return TapStack(TerraformStack(App(), "shop"), "Tap", settings)


def test_several_grants_at_once(synthesized: Synthesize, settings: Settings) -> None:
    grants = permissions.read_table("ReadOrders", TABLE), permissions.write_table("WriteOrders", TABLE)
    stack = synthesized(lambda stack: TapStack(stack, "Tap", settings).add_to_role_policy(*grants))
    assert stack.only("aws_iam_role_policy", name="tap-test-readorders")
    assert stack.only("aws_iam_role_policy", name="tap-test-writeorders")


@pytest.mark.parametrize("sid", OWN_SIDS)
def test_a_sid_that_a_policy_of_tap_stack_has_is_refused(settings: Settings, sid: str) -> None:
    with pytest.raises(StatementError, match=f"Statement {sid}: sid"):
        put_into_stack(settings).add_to_role_policy(permissions.read_table(sid, TABLE))


def test_two_sids_that_differ_only_in_case_are_refused(settings: Settings) -> None:
    """Both policies would have one name, and IAM keeps one policy of a name: a grant would be lost."""
    tap = put_into_stack(settings)
    tap.add_to_role_policy(permissions.read_table("ReadOrders", TABLE))
    with pytest.raises(StatementError, match="'ReadOrders' is taken in the role tap-test-execution"):
        tap.add_to_role_policy(permissions.read_table("READORDERS", TABLE))


def test_nothing_is_granted_when_one_of_several_is_refused(settings: Settings) -> None:
    tap = put_into_stack(settings)
    grants = [permissions.read_table(sid, TABLE) for sid in ("ReadOrders", "readOrders", "x" * 120)]
    with pytest.raises(StatementError, match="2 faults in the permissions"):
        tap.add_to_role_policy(*grants)
    tap.add_to_role_policy(grants[0])


def test_the_limit_of_a_policys_name_is_exact(settings: Settings) -> None:
    tap = put_into_stack(settings)
    tap.add_to_role_policy(permissions.read_table("x" * (128 - len("tap-test-")), TABLE))
    with pytest.raises(StatementError, match="a policy name of 129 characters"):
        tap.add_to_role_policy(permissions.read_table("y" * (129 - len("tap-test-")), TABLE))


@pytest.mark.parametrize("construct_id", ["", "${TfToken[TOKEN.1]}", 3, None])
def test_an_id_that_the_framework_would_refuse_is_one_clear_message(settings: Settings, construct_id: str) -> None:
    with pytest.raises(ConstructError, match="choose an id such as"):
        TapStack(TerraformStack(App(), "shop"), construct_id, settings)


def test_an_id_that_is_taken_is_one_clear_message(settings: Settings, orders: Settings) -> None:
    stack = TerraformStack(App(), "shop")
    TapStack(stack, "Tap", settings)
    with pytest.raises(ConstructError, match="shop has a construct of this id already"):
        TapStack(stack, "Tap", orders)
    TapStack(stack, "Orders", orders)


@pytest.mark.parametrize("scope", [None, "shop"])
def test_a_scope_that_is_no_construct_is_one_clear_message(settings: Settings, scope: TerraformStack) -> None:
    with pytest.raises(ConstructError, match="a construct, such as a TerraformStack"):
        TapStack(scope, "Tap", settings)


def test_an_app_is_no_place_for_it(settings: Settings) -> None:
    with pytest.raises(ConstructError, match="no stack above"):
        TapStack(App(), "Tap", settings)


def test_settings_of_a_deployment_are_refused(settings: Settings) -> None:
    with pytest.raises(ConstructError, match="an object of type DeploymentSettings"):
        TapStack(TerraformStack(App(), "shop"), "Tap", DeploymentSettings(settings=settings))  # type: ignore[arg-type]


def test_a_service_may_invoke_it_for_one_source(synthesized: Synthesize, settings: Settings) -> None:
    rule = "arn:aws:events:eu-west-1:123456789012:rule/daily"

    def fill(stack: TerraformStack) -> None:
        tap = TapStack(stack, "Tap", settings)
        tap.grant_invoke("events.amazonaws.com", source_arn=rule)
        tap.grant_invoke("111122223333", id="Partner")

    stack = synthesized(fill)
    function = next(iter(stack.resources("aws_lambda_function")))
    invocation = {
        "action": "lambda:InvokeFunction",
        "function_name": f"${{aws_lambda_function.{function}.function_name}}",
    }
    granted = readable(stack.resources("aws_lambda_permission"))
    assert {permission["principal"]: permission for permission in granted.values()} == {
        "events.amazonaws.com": {**invocation, "principal": "events.amazonaws.com", "source_arn": rule},
        "111122223333": {**invocation, "principal": "111122223333"},
    }
    assert [name.split("_")[2] for name in granted] == ["InvokeByEvents", "Partner"]


@pytest.mark.parametrize(
    ("principal", "message"),
    [
        ("events.amazonaws.com", "a service without a source"),
        ("*", "no principal"),
        ("everyone", "no principal"),
        ("12345678901", "no principal"),
    ],
)
def test_a_principal_that_would_open_the_function_is_refused(settings: Settings, principal: str, message: str) -> None:
    with pytest.raises(ConstructError, match=message):
        put_into_stack(settings).grant_invoke(principal)


def test_a_second_permission_of_one_service_needs_an_id_of_its_own(settings: Settings) -> None:
    tap = put_into_stack(settings)
    tap.grant_invoke("sns.amazonaws.com", source_arn="arn:aws:sns:eu-west-1:123456789012:a")
    with pytest.raises(ConstructError, match="choose another id"):
        tap.grant_invoke("sns.amazonaws.com", source_arn="arn:aws:sns:eu-west-1:123456789012:b")
