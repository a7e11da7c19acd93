"""Files of `pulumi stack export` and `pulumi preview --json` against each other and against Terraform's side."""

import json
from pathlib import Path

import pytest

from stack_parity.__main__ import main
from tests.stack_parity.samples import Json, changed, function, policy

STACK = "urn:pulumi:dev::tap::pulumi:pulumi:Stack::tap-dev"
ROLE = "urn:pulumi:dev::tap::aws:iam/role:Role::role"
FUNCTION = "urn:pulumi:dev::tap::aws:lambda/function:Function::function"
PROVIDER = "urn:pulumi:dev::tap::pulumi:providers:aws::default"
ARN = "arn:aws:iam::123456789012:role/tap-dev-execution"

TRUST = policy({"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "lambda.amazonaws.com"}})


def states(memory: float = 512.0) -> list[Json]:
    tags = {"Environment": "dev", "Project": "tap"}
    role = {"name": "tap-dev-execution", "assumeRolePolicy": TRUST, "tags": tags}
    body = {
        "name": "tap-dev",
        "role": ARN,
        "runtime": "python3.12",
        "handler": "tap_handler.handle",
        "memorySize": memory,
        "timeout": 60.0,
        "tracingConfig": {"mode": "Active"},
        "environment": {"variables": {"ENVIRONMENT": "dev", "FUNCTION_NAME": "tap-dev", "REGION": "eu-west-1"}},
        "tags": tags,
    }
    common = {"custom": True, "parent": STACK, "provider": f"{PROVIDER}::id"}
    return [
        {"urn": STACK, "type": "pulumi:pulumi:Stack", "custom": False},
        {"urn": PROVIDER, "type": "pulumi:providers:aws", "custom": True, "inputs": {"region": "eu-west-1"}},
        common
        | {
            "urn": ROLE,
            "type": "aws:iam/role:Role",
            "id": "tap-dev-execution",
            "inputs": role,
            "outputs": role | {"arn": ARN, "id": "tap-dev-execution"},
        },
        common
        | {
            "urn": FUNCTION,
            "type": "aws:lambda/function:Function",
            "id": "tap-dev",
            "inputs": body,
            "outputs": body | {"arn": "arn:aws:lambda:eu-west-1:123456789012:function:tap-dev"},
            "dependencies": [ROLE],
            "propertyDependencies": {"role": [ROLE]},
        },
    ]


def write(file: Path, document: object) -> str:
    file.write_text(json.dumps(document), encoding="utf-8")
    return str(file)


def export(folder: Path, memory: float = 512.0) -> str:
    deployment = {"manifest": {}, "resources": states(memory)}
    return write(folder / "export.json", {"version": 3, "deployment": deployment})


def preview(folder: Path, memory: float = 512.0) -> str:
    steps = [{"op": "create", "urn": state["urn"], "newState": state} for state in states(memory)]
    return write(folder / "preview.json", {"config": {"aws:region": "eu-west-1"}, "steps": steps, "changeSummary": {}})


def terraform(folder: Path) -> str:
    def only_function_and_role(document: Json) -> None:
        for type_ in ("aws_iam_role_policy", "aws_cloudwatch_log_group"):
            del document["resource"][type_]
        del document["output"], function(document)["depends_on"]

    return write(folder / "cdk.tf.json", changed(only_function_and_role))


def test_an_export_and_a_preview_of_one_program_are_the_same(tmp_path: Path) -> None:
    assert main([export(tmp_path), preview(tmp_path)]) == 0


@pytest.mark.parametrize("kind", [export, preview])
def test_a_file_of_pulumi_is_the_same_as_terraform(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], kind: object
) -> None:
    assert callable(kind)
    assert main([kind(tmp_path), terraform(tmp_path)]) == 0, capsys.readouterr().out


def test_a_type_outside_the_table_is_compared_and_said_to_be(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    odd = {
        "urn": "urn:pulumi:dev::tap::shop:index/cart:Cart::cart",
        "type": "shop:index/cart:Cart",
        "custom": True,
        "parent": STACK,
    }

    def with_cart(name: str, wheels: int) -> str:
        resources = [*states(), odd | {"inputs": {"wheelCount": wheels}}]
        return write(tmp_path / name, {"version": 3, "deployment": {"resources": resources}})

    assert main([with_cart("one.json", 3), with_cart("other.json", 4)]) == 1
    out = capsys.readouterr().out
    assert any(line.split() == ["✗", "shop", "cart", "wheel_count", "3", "4"] for line in out.splitlines())
    assert any(line.split() == ["behaviour", "left", "right"] for line in out.splitlines())
    assert "shop_cart is not in the table of names: its names follow by rule" in " ".join(out.split())


@pytest.mark.parametrize("kind", [export, preview])
def test_a_difference_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str], kind: object) -> None:
    assert callable(kind)
    assert main([kind(tmp_path, 1024.0), terraform(tmp_path)]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert any(line.split()[:5] == ["✗", "function", "memory_size", "1024", "512"] for line in lines)
