"""Our own two versions: the same in every environment, and each planted difference on either side is found."""

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from product import compare as own
from stack_parity.checks.outcomes import Status
from stack_parity.checks.profile import read_profile
from stack_parity.compare.allowed import read_allowances
from stack_parity.compare.differences import compare
from stack_parity.compare.verdicts import Row, Verdict
from stack_parity.comparison import compare_inputs
from stack_parity.iam.roles import Architecture, gather_roles
from stack_parity.match.walk import pair_up
from stack_parity.normalize import normalize
from stack_parity.sources.detection import find
from stack_parity.sources.environments import Choice
from stack_parity.sources.inputs import Input
from stack_parity.sources.pulumi import capture
from stack_parity.sources.pulumi import registrations as pulumi
from stack_parity.sources.pulumi.registered import to_program
from stack_parity.sources.terraform.configuration import read_configuration
from tests.stack_parity.samples import Json, facts, principle_results, variants
from tests.support.project import ENVIRONMENT_NAMES, ROOT, copy_app

PROFILE = read_profile(ROOT / own.PROFILE)
EXPECTED = {("function", "tags.ManagedBy"), ("log group", "tags.ManagedBy"), ("role", "tags.ManagedBy")}
"""What the file of agreements allows."""


@pytest.fixture(scope="module")
def synthesized(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The app's output, freshly made."""
    folder = copy_app(tmp_path_factory.mktemp("app"))
    subprocess.run([sys.executable, "main.py"], cwd=folder, check=True, capture_output=True, timeout=120)
    return folder / "cdktf.out"


@pytest.fixture(scope="module")
def pulumi_program(synthesized: Path) -> Path:
    """The Pulumi version with the stacks of the tests."""
    return synthesized.parent / own.PULUMI


@pytest.fixture(scope="module")
def sides(pulumi_program: Path, synthesized: Path) -> tuple[Input, Input]:
    """The Pulumi program and the synthesized app."""
    return find(pulumi_program), find(synthesized)


@pytest.fixture(scope="module")
def registered(pulumi_program: Path) -> pulumi.Registrations:
    """What the Pulumi program registers for `dev`."""
    return capture(pulumi_program, "dev")


@pytest.fixture(scope="module")
def document(synthesized: Path) -> Json:
    """The app's `cdk.tf.json` for `dev`."""
    loaded: Json = json.loads((synthesized / "stacks" / "dev" / "cdk.tf.json").read_text("utf-8"))
    return loaded


def findings(left: Architecture, right: Architecture) -> list[tuple[str, Row]]:
    """Give what differs beyond what is agreed to."""
    pairing = pair_up(left, right)
    return [
        (part.label, row)
        for part in compare(left, right, pairing, pairing.labels())
        for row in part.rows
        if row.verdict is not Verdict.SAME and (part.label, row.path) not in EXPECTED
    ]


def of_pulumi(registrations: pulumi.Registrations, folder: Path) -> Architecture:
    return gather_roles(normalize(to_program(registrations, kind="Pulumi program", folder=folder)))


def of_terraform(document: Json, synthesized: Path) -> Architecture:
    file = synthesized / "stacks" / "dev" / "cdk.tf.json"
    return gather_roles(normalize(read_configuration(document, file, "dev")))


def test_they_are_the_same_in_every_environment(sides: tuple[Input, Input]) -> None:
    agreed = read_allowances(ROOT / own.ALLOWED)
    chosen = Choice(tuple((name, name) for name in ENVIRONMENT_NAMES))
    report = compare_inputs(*sides, chosen, agreed, names=True, profile=PROFILE)
    assert [result.name for result in report.environments] == ENVIRONMENT_NAMES
    assert report.differences == 0
    assert {row.path for result in report.environments for part in result.sections for row in part.rows
            if row.verdict is not Verdict.SAME} == {"tags.ManagedBy"}  # fmt: skip
    assert report.environment_changes
    assert all(change.changes for change in report.environment_changes)
    for result in report.environments:
        broken = [item.id for item in result.principles if Status.FAIL in {item.left.status, item.right.status}]
        assert broken == []


def test_each_attribute_changed_on_the_terraform_side_is_found(
    registered: pulumi.Registrations, pulumi_program: Path, document: Json, synthesized: Path
) -> None:
    left = of_pulumi(registered, pulumi_program)
    assert findings(left, of_terraform(document, synthesized)) == []
    unnoticed = [
        path
        for path, variant in variants(document)
        if not path.endswith(("tags.ManagedBy", "source_code_hash"))
        and not findings(left, of_terraform(variant, synthesized))
    ]
    assert unnoticed == []


def test_each_resource_missing_on_the_terraform_side_is_found(
    registered: pulumi.Registrations, pulumi_program: Path, document: Json, synthesized: Path
) -> None:
    left = of_pulumi(registered, pulumi_program)
    for type_, instances in document["resource"].items():
        for name in instances:
            kept = {key: body for key, body in instances.items() if key != name}
            less = document | {"resource": document["resource"] | {type_: kept}}
            assert findings(left, of_terraform(less, synthesized)), f"{type_}.{name}"


def _changed_inputs(inputs: Any) -> Iterator[tuple[str, Any]]:
    """Yield the inputs once for each leaf, with that leaf changed."""
    if isinstance(inputs, dict):
        for key, value in inputs.items():
            for path, changed in _changed_inputs(value):
                yield f"{key}.{path}", inputs | {key: changed}
    elif isinstance(inputs, bool):
        yield "", not inputs
    elif isinstance(inputs, int | float):
        yield "", inputs + 1
    elif isinstance(inputs, list):
        yield "", [*inputs, "another"]
    elif isinstance(inputs, str):
        yield "", inputs.replace('"Allow"', '"Deny"') if '"Allow"' in inputs else f"{inputs}-other"
    else:
        yield "", "another"


def test_each_input_changed_on_the_pulumi_side_is_found(
    registered: pulumi.Registrations, pulumi_program: Path, document: Json, synthesized: Path
) -> None:
    right = of_terraform(document, synthesized)
    unnoticed, tried = [], 0
    for index, resource in enumerate(registered.resources):
        if not resource.custom or resource.type.startswith("pulumi:"):
            continue
        for path, inputs in _changed_inputs(dict(resource.inputs)):
            changed = replace(resource, inputs=inputs)
            others = (*registered.resources[:index], changed, *registered.resources[index + 1 :])
            tried += 1
            if not findings(of_pulumi(replace(registered, resources=others), pulumi_program), right):
                unnoticed.append(f"{resource.name} {path}")
    assert tried > 40
    assert [path for path in unnoticed if "sourceCodeHash" not in path and "ManagedBy" not in path] == []


@pytest.mark.parametrize(
    ("type_", "path", "value", "principle"),
    [
        ("aws_lambda_function", ("runtime",), "python3.9", "runtime"),
        ("aws_lambda_function", ("timeout",), 30, "timeout"),
        ("aws_lambda_function", ("memory_size",), 128, "memory"),
        ("aws_lambda_function", ("tracing_config", "mode"), "PassThrough", "traces"),
        ("aws_lambda_function", ("environment", "variables", "REGION"), "us-east-1", "region-variable"),
        ("aws_lambda_function", ("environment", "variables", "FUNCTION_NAME"), "another", "name-variable"),
        ("aws_lambda_function", ("environment", "variables", "ENVIRONMENT"), "prod", "environment-variable"),
        ("aws_lambda_function", ("logging_config", "log_group"), "/aws/lambda/another", "own-log-group"),
        ("aws_lambda_function", ("tags", "Environment"), "prod", "tag-follows"),
        ("aws_iam_role_policy", ("policy",), ("logs:PutLogEvents", "logs:FilterLogEvents"), "logs"),
        ("aws_iam_role_policy", ("policy",), ("xray:PutTraceSegments", "xray:GetGroup"), "traces"),
        ("aws_iam_role_policy", ("policy",), ("cloudwatch:namespace", "aws:SourceAccount"), "metrics"),
        ("aws_iam_role_policy", ("policy",), ("tap/dev", "tap/prod"), "namespace-follows"),
        ("aws_iam_role_policy", ("policy",), ("logs:PutLogEvents", "logs:*"), "nothing-broader"),
        (
            "aws_iam_role",
            ("assume_role_policy",),
            '{"Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": "*"}]}',
            "nothing-broader",
        ),
    ],
)
def test_each_principle_broken_on_one_side_is_named(
    registered: pulumi.Registrations,
    pulumi_program: Path,
    document: Json,
    synthesized: Path,
    type_: str,
    path: tuple[str, ...],
    value: Any,
    principle: str,
) -> None:
    broken: Json = json.loads(json.dumps(document))
    for body in broken["resource"][type_].values():
        for step in path[:-1]:
            body = body[step]
        body[path[-1]] = body[path[-1]].replace(*value) if isinstance(value, tuple) else value
    left, right = of_pulumi(registered, pulumi_program), of_terraform(broken, synthesized)
    results = principle_results(PROFILE, facts(left), facts(right))
    assert results[principle].verdict is Verdict.DIFFERENT


def test_the_command_synthesizes_and_compares(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], synthesized: Path
) -> None:
    monkeypatch.setattr(own, "PROJECT", synthesized.parent)
    monkeypatch.setattr(own, "ALLOWED", str(ROOT / own.ALLOWED))
    monkeypatch.setattr(own, "PROFILE", str(ROOT / own.PROFILE))
    monkeypatch.setattr(own, "_synthesize", lambda: None)
    assert own.compare(["--env", "dev"]) == 0
    assert capsys.readouterr().out.startswith("SAME: 1 environment")
    monkeypatch.setattr(own, "_synthesize", lambda: "main.py: the synthesis failed: no Node")
    assert own.compare([]) == 2
    assert capsys.readouterr().err == "parity: main.py: the synthesis failed: no Node\n"


SECRETS = '[function.secrets]\nDB = "ssm:/tap/db"\nAPI = "secretsmanager:tap/api"\n'
KEY = "arn:aws:kms:eu-west-1:123456789012:key/a"


@pytest.mark.parametrize(
    ("api", "key", "differences"),
    [("tap/api", KEY, 0), ("tap/other", KEY, 2), ("tap/api", f"{KEY}2", 1)],
    ids=["the same", "another secret", "another key"],
)
def test_secrets_are_the_same_on_both_sides_or_told_apart(tmp_path: Path, api: str, key: str, differences: int) -> None:
    app = copy_app(tmp_path)
    environment, stack = app / "environments" / "dev.toml", app / own.PULUMI / "Pulumi.dev.yaml"
    head = environment.read_text("utf-8").replace("[function]\n", f'[function]\nsecrets_kms_key = "{KEY}"\n')
    environment.write_text(f"{head}\n{SECRETS}", "utf-8")
    secrets = f"  tap:secrets:\n    DB: ssm:/tap/db\n    API: secretsmanager:{api}\n  tap:secretsKey: {key}\n"
    stack.write_text(stack.read_text("utf-8") + secrets, "utf-8")
    subprocess.run([sys.executable, "main.py"], cwd=app, check=True, capture_output=True, timeout=120)
    sides = find(app / own.PULUMI), find(app / "cdktf.out")
    agreed = read_allowances(ROOT / own.ALLOWED)
    report = compare_inputs(*sides, Choice((("dev", "dev"),)), agreed, names=True, profile=PROFILE)
    assert report.differences == differences, [
        row for part in report.environments[0].sections for row in part.rows if row.verdict is not Verdict.SAME
    ]


def test_any_two_programs_are_compared_without_this_projects_profile(
    synthesized: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(synthesized.parent)
    file = f"{synthesized.name}/stacks/dev/cdk.tf.json"
    assert own.compare([synthesized.name, file, "--env", "dev", "--format", "json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert (document["left"], document["right"]) == (synthesized.name, file)
    assert document["environments"][0]["principles"] == []


@pytest.mark.parametrize("content", [None, "{", "[]", "{}", '{"app": 5}', '{"app": "/no/such/program"}'])
def test_an_app_that_cannot_be_run_is_no_difference(
    content: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(own, "PROJECT", tmp_path)
    if content is not None:
        (tmp_path / "cdktf.json").write_text(content)
    assert own.compare(["dev"]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith("parity: cdktf.json names no app that can be run (")
    assert len(printed.err.splitlines()) == 1


SWITCHES = """
region = "eu-west-1"

[function]
kms_key = "arn:aws:kms:eu-west-1:123456789012:key/0a1b"
dead_letters = "arn:aws:sns:eu-west-1:123456789012:failures"
prevent_destroy = true
subnets = ["subnet-0a1b2c3d", "subnet-1a1b2c3d"]
security_groups = ["sg-0a1b2c3d"]
code_signing_config_arn = "arn:aws:lambda:eu-west-1:123456789012:code-signing-config:csc-0123456789abcdefg"

[logs]
kms_key = "own"
retention_days = 731
prevent_destroy = true
"""
PULUMI_SWITCHES = """
config:
  aws:region: eu-west-1
  tap:variablesKey: arn:aws:kms:eu-west-1:123456789012:key/0a1b
  tap:deadLetters: arn:aws:sns:eu-west-1:123456789012:failures
  tap:protectFunction: true
  tap:subnets: ["subnet-0a1b2c3d", "subnet-1a1b2c3d"]
  tap:securityGroups: ["sg-0a1b2c3d"]
  tap:codeSigningConfigArn: arn:aws:lambda:eu-west-1:123456789012:code-signing-config:csc-0123456789abcdefg
  tap:logsKey: own
  tap:logRetentionDays: 731
  tap:protectLogs: true
"""


def test_every_switch_of_production_is_the_same_on_both_sides(tmp_path: Path) -> None:
    folder = copy_app(tmp_path)
    (folder / "environments" / "full.toml").write_text(SWITCHES)
    (folder / own.PULUMI / "Pulumi.full.yaml").write_text(PULUMI_SWITCHES)
    subprocess.run([sys.executable, "main.py"], cwd=folder, check=True, capture_output=True, timeout=120)
    file = folder / "cdktf.out" / "stacks" / "full" / "cdk.tf.json"
    left = of_pulumi(capture(folder / own.PULUMI, "full"), folder / own.PULUMI)
    right = gather_roles(normalize(read_configuration(json.loads(file.read_text("utf-8")), file, "full")))
    assert len(right.program.resources) > 8
    assert {row.path for _, row in findings(left, right)} == {"tags.ManagedBy"}, "of the key, which EXPECTED lacks"
