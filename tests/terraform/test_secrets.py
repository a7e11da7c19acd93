"""A secret by reference, deployed by real Terraform: its value stands in nothing that a deployment writes."""

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

VALUE = "correct-horse-battery-staple"
ENVIRONMENT = """
region = "eu-west-1"
project = "secretive"

[function.secrets]
DB_PASSWORD = "ssm:/secretive/dev/db"
API_KEY = "secretsmanager:secretive/api"
"""


def test_the_function_gets_the_way_to_its_secrets_and_nobody_their_values(tmp_path: Path, aws: Emulator) -> None:
    parameters, secrets = client(aws, "ssm", "eu-west-1"), client(aws, "secretsmanager", "eu-west-1")
    parameters.put_parameter(Name="/secretive/dev/db", Value=VALUE, Type="SecureString")
    secret_arn = secrets.create_secret(Name="secretive/api", SecretString=VALUE)["ARN"]
    (tmp_path / "environments").mkdir()
    (tmp_path / "environments" / "dev.toml").write_text(ENVIRONMENT, "utf-8")
    shutil.copytree(HANDLER, tmp_path / "handler")
    deployment = load_environments(tmp_path / "environments")["dev"]
    stack = synthesize(tmp_path / "cdktf.out", lambda app: EnvironmentStack(app, deployment))["dev"]
    terraform = Terraform(find_toolbox(this_workstation()), aws, stack.folder)
    said = terraform.run("init", "-input=false", "-no-color")
    said += terraform.run("apply", "-input=false", "-no-color", "-auto-approve")
    said += terraform.run("plan", "-input=false", "-no-color", "-detailed-exitcode")

    configuration = client(aws, "lambda", "eu-west-1").get_function_configuration(FunctionName="secretive-dev")
    variables = configuration["Environment"]["Variables"]
    read = parameters.get_parameter(Name=variables["DB_PASSWORD_PARAMETER_NAME"], WithDecryption=True)
    assert read["Parameter"]["Value"] == VALUE
    assert secrets.get_secret_value(SecretId=variables["API_KEY_SECRET_ID"])["SecretString"] == VALUE
    policy = client(aws, "iam", "eu-west-1").get_role_policy(
        RoleName="secretive-dev-execution", PolicyName="secretive-dev-secrets"
    )["PolicyDocument"]
    granted = {statement["Sid"]: statement["Resource"] for statement in policy["Statement"]}
    assert granted == {
        "ReadParameters": ["arn:aws:ssm:eu-west-1:123456789012:parameter/secretive/dev/db"],
        "ReadSecrets": ["arn:aws:secretsmanager:eu-west-1:123456789012:secret:secretive/api-??????"],
    }
    assert len(secret_arn.removeprefix(granted["ReadSecrets"][0].removesuffix("??????"))) == 6

    written = [file for file in tmp_path.rglob("*") if file.is_file() and ".terraform" not in file.parts]
    assert any(file.name.endswith(".tfstate") for file in written)
    assert [file.name for file in written if VALUE.encode() in file.read_bytes()] == []
    assert VALUE not in said + json.dumps(configuration, default=str)
