"""What the switches of a production review become: keys, dead letters, retention, protection."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cdktf import App, TerraformStack
from moto.iam.aws_managed_policies import aws_managed_policies_data

from pytest_cdktf import Json, SynthesizedStack, synthesize
from tap_stack import (
    DeploymentSettings,
    EnvironmentStack,
    FunctionSettings,
    LogSettings,
    Settings,
    Statement,
    StatementError,
    TapStack,
)
from tests.support.project import HANDLER

KEY = "arn:aws:kms:eu-west-1:123456789012:key/0a1b"
QUEUE = "arn:aws:sqs:eu-west-1:123456789012:failures"
TOPIC = "arn:aws:sns:eu-west-1:123456789012:failures"
SUBNETS, GROUPS = ["subnet-0a1b2c3d", "subnet-0123456789abcdef0"], ["sg-0a1b2c3d"]
SIGNED = "arn:aws:lambda:eu-west-1:123456789012:code-signing-config:csc-0123456789abcdefg"
PROTECTED = ("aws_lambda_function", "aws_iam_role", "aws_cloudwatch_log_group", "aws_kms_key", "aws_sqs_queue")

Synthesize = Callable[..., SynthesizedStack]


@pytest.fixture
def synthesized(tmp_path: Path) -> Synthesize:
    """Synthesize an environment: `synthesized(function={…}, logs={…})`."""

    def run(
        function: dict[str, Any] | None = None, logs: dict[str, Any] | None = None, **more: Any
    ) -> SynthesizedStack:
        settings = Settings(
            environment="live",
            region="eu-west-1",
            function=FunctionSettings(code=HANDLER, **(function or {})),
            logs=LogSettings(**(logs or {})),
            **more,
        )

        def build(app: App) -> None:
            EnvironmentStack(app, DeploymentSettings(settings=settings))

        return synthesize(tmp_path, build)["live"]

    return run


@pytest.fixture
def production(stacks: dict[str, SynthesizedStack]) -> SynthesizedStack:
    return stacks["prod"]


def reference(stack: SynthesizedStack, kind: str) -> str:
    """The reference to the ARN of the one resource of a type."""
    (name,) = stack.resources(kind)
    return f"${{{kind}.{name}.arn}}"


def statements(resource: Json) -> dict[str, Json]:
    return {statement["Sid"]: statement for statement in json.loads(resource["policy"])["Statement"]}


def test_one_key_encrypts_logs_and_variables(production: SynthesizedStack) -> None:
    key = reference(production, "aws_kms_key")
    assert production.only("aws_cloudwatch_log_group")["kms_key_id"] == key
    assert production.only("aws_lambda_function")["kms_key_arn"] == key
    assert production.only("aws_kms_alias")["target_key_id"] == key
    assert production.only("aws_kms_alias")["name"] == "alias/tap-prod"
    assert production.only("aws_kms_key")["enable_key_rotation"] is True


def test_the_key_serves_cloudwatch_logs_for_one_log_group(production: SynthesizedStack) -> None:
    partition, region, account = (
        f"${{data.{kind}.{name}.{attribute}}}"
        for kind, attribute in (
            ("aws_partition", "partition"),
            ("aws_region", "id"),
            ("aws_caller_identity", "account_id"),
        )
        for name in production.json["data"][kind]
    )
    group = f"arn:{partition}:logs:{region}:{account}:log-group:/aws/lambda/tap-prod"
    assert statements(production.only("aws_kms_key")) == {
        "AccountDecides": {
            "Sid": "AccountDecides",
            "Effect": "Allow",
            "Principal": {"AWS": f"arn:{partition}:iam::{account}:root"},
            "Action": "kms:*",
            "Resource": "*",
        },
        "EncryptOwnLogs": {
            "Sid": "EncryptOwnLogs",
            "Effect": "Allow",
            "Principal": {"Service": f"logs.{region}.{partition.replace('.partition}', '.dns_suffix}')}"},
            "Action": ["kms:Decrypt*", "kms:Describe*", "kms:Encrypt*", "kms:GenerateDataKey*", "kms:ReEncrypt*"],
            "Resource": "*",
            "Condition": {"ArnEquals": {"kms:EncryptionContext:aws:logs:arn": group}},
        },
    }


def test_given_keys_are_used_and_none_is_made(synthesized: Synthesize) -> None:
    stack = synthesized({"kms_key": KEY}, {"kms_key": f"{KEY}2"})
    assert stack.only("aws_lambda_function")["kms_key_arn"] == KEY
    assert stack.only("aws_cloudwatch_log_group")["kms_key_id"] == f"{KEY}2"
    assert stack.resources("aws_kms_key") == {}


def test_a_key_for_logs_alone(synthesized: Synthesize) -> None:
    stack = synthesized(logs={"kms_key": "own"})
    assert stack.only("aws_cloudwatch_log_group")["kms_key_id"] == reference(stack, "aws_kms_key")
    assert "kms_key_arn" not in stack.only("aws_lambda_function")
    assert "lifecycle" not in stack.only("aws_kms_key")


def test_the_queue_is_encrypted_and_answers_over_tls_alone(production: SynthesizedStack) -> None:
    queue = production.only("aws_sqs_queue")
    assert production.only("aws_lambda_function")["dead_letter_config"] == {
        "target_arn": reference(production, "aws_sqs_queue")
    }
    assert (queue["name"], queue["sqs_managed_sse_enabled"]) == ("tap-prod-dead-letters", True)
    assert queue["message_retention_seconds"] == 14 * 24 * 3600
    (only_tls,) = statements(queue).values()
    assert (only_tls["Effect"], only_tls["Principal"], only_tls["Action"]) == ("Deny", "*", "sqs:*")
    assert only_tls["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}
    assert only_tls["Resource"].endswith(":tap-prod-dead-letters")


def test_the_role_may_send_to_the_queue_and_do_nothing_else_with_it(production: SynthesizedStack) -> None:
    (statement,) = json.loads(production.only("aws_iam_role_policy", name="tap-prod-deadletters")["policy"])[
        "Statement"
    ]
    (queue,) = statements(production.only("aws_sqs_queue")).values()
    assert statement == {
        "Sid": "SendDeadLetters",
        "Effect": "Allow",
        "Action": ["sqs:SendMessage"],
        "Resource": [queue["Resource"]],
    }


@pytest.mark.parametrize(("target", "action"), [(QUEUE, "sqs:SendMessage"), (TOPIC, "sns:Publish")])
def test_a_given_target_is_used_and_may_be_sent_to(synthesized: Synthesize, target: str, action: str) -> None:
    stack = synthesized({"dead_letters": target})
    assert stack.only("aws_lambda_function")["dead_letter_config"] == {"target_arn": target}
    (statement,) = json.loads(stack.only("aws_iam_role_policy", name="tap-live-deadletters")["policy"])["Statement"]
    assert (statement["Action"], statement["Resource"]) == ([action], [target])
    assert stack.resources("aws_sqs_queue") == {}


def test_the_function_waits_for_the_permission_to_send(production: SynthesizedStack) -> None:
    (policy,) = (name for name in production.resources("aws_iam_role_policy") if "DeadLetters" in name)
    assert f"aws_iam_role_policy.{policy}" in production.only("aws_lambda_function")["depends_on"]


def test_no_plan_deletes_what_production_rests_on(
    production: SynthesizedStack, stacks: dict[str, SynthesizedStack]
) -> None:
    for kind in PROTECTED:
        assert production.only(kind)["lifecycle"] == {"prevent_destroy": True}, kind
    assert production.only("aws_cloudwatch_log_group")["retention_in_days"] == 365
    for kind in PROTECTED[:3]:
        assert "lifecycle" not in stacks["dev"].only(kind)
    assert "aws_kms_key" not in stacks["dev"].json["resource"]
    assert "aws_sqs_queue" not in stacks["dev"].json["resource"]


def test_a_users_grant_may_not_take_the_name_of_the_dead_letters() -> None:
    function = FunctionSettings(code=HANDLER, dead_letters="own")
    settings = Settings(environment="live", region="eu-west-1", function=function)
    tap = TapStack(TerraformStack(App(), "shop"), "Tap", settings)
    with pytest.raises(StatementError, match="'DeadLetters' is taken"):
        tap.add_to_role_policy(Statement("deadletters", ("sqs:SendMessage",), (QUEUE,)))
    assert tap.dead_letter_queue is not None
    assert tap.key is None


def test_a_function_in_a_vpc_has_its_subnets_and_groups(synthesized: Synthesize) -> None:
    stack = synthesized({"subnets": SUBNETS, "security_groups": GROUPS})
    assert stack.only("aws_lambda_function")["vpc_config"] == {"subnet_ids": SUBNETS, "security_group_ids": GROUPS}


def test_lambda_may_connect_the_function_to_its_subnets_and_the_code_may_not(synthesized: Synthesize) -> None:
    stack = synthesized({"subnets": SUBNETS, "security_groups": GROUPS})
    manage, describe = json.loads(stack.only("aws_iam_role_policy", name="tap-live-network")["policy"])["Statement"]
    assert [resource.split(":", 4)[4] for resource in manage["Resource"][1:]] == [
        *(f"*:subnet/{subnet}" for subnet in SUBNETS),
        *(f"*:security-group/{group}" for group in GROUPS),
    ]
    assert manage["Resource"][0].endswith(".account_id}:network-interface/*")
    assert describe["Resource"] == ["*"]
    for statement in (manage, describe):
        assert statement["Condition"] == {"Null": {"lambda:SourceFunctionArn": "true"}}
    managed = json.loads(aws_managed_policies_data)["AWSLambdaVPCAccessExecutionRole"]["Document"]["Statement"]
    documented = {action for statement in managed for action in statement["Action"] if action.startswith("ec2:")}
    assert {*manage["Action"], *describe["Action"]} == documented


def test_without_a_vpc_there_is_no_permission_for_one(production: SynthesizedStack) -> None:
    names = {policy["name"] for policy in production.resources("aws_iam_role_policy").values()}
    assert names == {f"tap-prod-{purpose}" for purpose in ("logs", "tracing", "metrics", "deadletters")}
    assert "vpc_config" not in production.only("aws_lambda_function")


def test_code_signing_is_asked_of_the_given_configuration(synthesized: Synthesize) -> None:
    assert (
        synthesized({"code_signing_config_arn": SIGNED}).only("aws_lambda_function")["code_signing_config_arn"]
        == SIGNED
    )
