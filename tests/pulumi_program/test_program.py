import json
import os
import runpy
from pathlib import Path
from typing import Any

import pulumi
import pytest
import yaml

from tests.pulumi_program.deployment import CONFIGURATION, PROGRAM, Deployment, Run
from tests.support.project import HANDLER

STACKS = ("dev", "staging", "prod")


def configuration(stack: str) -> dict[str, str]:
    """A stack's configuration, handed over as Pulumi does: text, or JSON for what has parts."""
    declared = yaml.safe_load((CONFIGURATION / "Pulumi.yaml").read_text())["config"]
    given = yaml.safe_load((CONFIGURATION / f"Pulumi.{stack}.yaml").read_text())["config"]
    code = {"tap:code": os.path.relpath(HANDLER, PROGRAM)}
    values: dict[str, Any] = {**{key: item["default"] for key, item in declared.items()}, **given, **code}
    return {key: value if isinstance(value, str) else json.dumps(value) for key, value in values.items()}


def deploy(run: Run, stack: str, **changed: str) -> Deployment:
    return run(lambda: runpy.run_path(str(PROGRAM / "__main__.py")), stack, **{**configuration(stack), **changed})


@pytest.mark.parametrize("stack", STACKS)
def test_the_program_exports_what_the_other_version_puts_out(run: Run, stack: str) -> None:
    assert deploy(run, stack).outputs[f"tap-{stack}"] == {
        "lambda_function_name": f"tap-{stack}",
        "lambda_function_arn": "arn:tap-function",
        "lambda_role_arn": "arn:tap-role",
        "cloudwatch_log_group": f"/aws/lambda/tap-{stack}",
        "environment_suffix": stack,
        "region": "eu-west-1",
        "memory_size": 512,
        "timeout": 60,
        "runtime": "python3.12",
    }


def test_the_environments_differ_in_what_their_files_say(run: Run) -> None:
    seen = {}
    for stack in STACKS:
        resources = deploy(run, stack).resources
        function, logs = resources["tap-function"].inputs, resources["tap-log-group"]
        variables = function["environment"]["variables"]
        seen[stack] = (
            variables["LOG_LEVEL"],
            variables["FEATURE_PREVIEW"],
            function.get("reservedConcurrentExecutions"),
            logs.inputs["retentionInDays"],
            logs.protect,
            logs.inputs["tags"]["CostCenter"],
        )
    assert seen == {
        "dev": ("DEBUG", "on", None, 7, False, "engineering"),
        "staging": ("INFO", "on", 5, 30, False, "engineering"),
        "prod": ("WARN", "off", 50, 365, True, "operations"),
    }


def test_the_current_folder_does_not_matter(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    assets = deploy(run, "dev").resources["tap-function"].inputs["code"]["assets"]
    assert {Path(asset["path"]) for asset in assets.values()} == {HANDLER / "tap_handler.py"}


def test_a_missing_value_is_named(run: Run) -> None:
    without = {key: value for key, value in configuration("dev").items() if key != "aws:region"}
    with pytest.raises(pulumi.ConfigMissingError, match="aws:region"):
        run(lambda: runpy.run_path(str(PROGRAM / "__main__.py")), "dev", **without)


def test_a_value_of_the_wrong_type_is_named(run: Run) -> None:
    with pytest.raises(pulumi.ConfigTypeError, match="tap:memorySize"):
        deploy(run, "dev", **{"tap:memorySize": "much"})
