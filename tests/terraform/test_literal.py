"""Texts of an environment file, deployed by real Terraform, read back from the AWS API."""

import json
import shutil
from pathlib import Path

import pytest

from pytest_cdktf import synthesize
from tap_cli.toolchain.toolbox import find_toolbox
from tap_cli.toolchain.workstation import this_workstation
from tap_emulator import Emulator
from tap_stack import EnvironmentStack, load_environments
from tests.support.clients import client
from tests.support.project import HANDLER
from tests.support.terraform import Terraform

pytestmark = pytest.mark.terraform

TEXTS = {
    "FILE": '${file("secret.txt")}',
    "FOLDER": "${path.cwd}",
    "CONDITION": "%{ if true }yes%{ endif }",
    "ESCAPED": "$${x} %%{y} $$${z}",
    "MIXED": "$%%{x}%${y}$$",
    "TOKEN": "${TfToken[TOKEN.7]} #{TfToken[TOKEN.1]} &{TfToken[TOKEN.2]}",
    "NUMBER": "-1.8881545897087505e+289",
    "EMPTY": "",
    "LINES": "a\n\tb\r\n",
    "QUOTES": "\"quoted\" 'quoted' \\\\ \\n",
    "WIDE": "é 日本 🙂 \u2028",
    "ADDRESS": "aws_iam_role.TapStack_ExecutionRole_1A50318D.arn",
}


def test_what_is_written_in_a_file_is_what_the_api_answers(tmp_path: Path, aws: Emulator) -> None:
    folder = tmp_path / "environments"
    folder.mkdir()
    shutil.copytree(HANDLER, tmp_path / "handler")
    state = "${path.cwd} $${x} %{ if true }.tfstate"
    lines = [
        'region = "eu-west-1"',
        'project = "literal-1e5"',  # as the framework's placeholders for numbers are written
        "[function]",
        f"description = {json.dumps(TEXTS['FILE'] + TEXTS['MIXED'] + TEXTS['TOKEN'], ensure_ascii=False)}",
        "[function.environment]",
        *(f"{name} = {json.dumps(text, ensure_ascii=False)}" for name, text in TEXTS.items()),
        "[state]",
        'type = "local"',
        f"path = {json.dumps(state)}",
    ]
    (folder / "dev.toml").write_text("\n".join(lines), "utf-8")
    deployment = load_environments(folder)["dev"]
    stack = synthesize(tmp_path / "cdktf.out", lambda app: EnvironmentStack(app, deployment))["dev"]
    (stack.folder / "secret.txt").write_text("the secret")
    terraform = Terraform(find_toolbox(this_workstation()), aws, stack.folder)
    terraform.run("init", "-input=false", "-no-color")
    terraform.run("apply", "-input=false", "-no-color", "-auto-approve")
    deployed = client(aws, "lambda", "eu-west-1").get_function_configuration(FunctionName="literal-1e5-dev")
    arrived = deployed["Environment"]["Variables"]
    assert {name: arrived[name] for name in TEXTS} == TEXTS
    assert deployed["Description"] == deployment.settings.function.description
    policy = client(aws, "iam", "eu-west-1").get_role_policy(
        RoleName="literal-1e5-dev-execution", PolicyName="literal-1e5-dev-metrics"
    )
    (statement,) = policy["PolicyDocument"]["Statement"]
    assert statement["Condition"]["StringEquals"] == {"cloudwatch:namespace": "literal-1e5/dev"}
    assert state in [file.name for file in tmp_path.iterdir()]
    assert terraform.run("plan", "-input=false", "-no-color", "-detailed-exitcode")
