"""The commands for real AWS, with the emulator in AWS's place: the standard variables lead there."""

import json
import os
import re
import subprocess
import sys

import pytest

from tap_cli.deployment.account import find_account
from tap_cli.errors import UserError
from tap_cli.toolchain.project import Project
from tap_emulator import Emulator
from tap_stack import DeploymentSettings, FunctionSettings, Settings
from tests.support.project import ENVIRONMENT_NAMES, HANDLER

ACCOUNT = "123456789012"
SECONDS = 600


@pytest.fixture
def deployment() -> DeploymentSettings:
    function = FunctionSettings(code=HANDLER)
    return DeploymentSettings(settings=Settings(environment="test", region="eu-west-1", function=function))


@pytest.fixture
def as_user(aws: Emulator, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """A user who is signed in to the emulated AWS."""
    environ = aws.variables(os.environ)
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    return environ


def test_the_allowed_account_is_let_through(as_user: dict[str, str], deployment: DeploymentSettings) -> None:
    assert find_account(deployment.model_copy(update={"account_id": ACCOUNT})) == ACCOUNT


def test_another_account_is_refused(as_user: dict[str, str], deployment: DeploymentSettings) -> None:
    other = deployment.model_copy(update={"account_id": "999999999999"})

    with pytest.raises(UserError, match=f"for account {ACCOUNT}.*test.toml allows only account_id 999999999999"):
        find_account(other)


@pytest.mark.parametrize(
    "environ",
    [
        {"AWS_SHARED_CREDENTIALS_FILE": os.devnull, "AWS_CONFIG_FILE": os.devnull},
        {"AWS_PROFILE": "no-such-profile"},
    ],
    ids=["no credentials", "no such profile"],
)
def test_without_an_answer_from_aws_it_says_so(
    environ: dict[str, str], deployment: DeploymentSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in (environ | {"AWS_EC2_METADATA_DISABLED": "true"}).items():
        monkeypatch.setenv(name, value)

    with pytest.raises(UserError, match=r"AWS does not know you.*aws sso login.*make demo ENV=test"):
        find_account(deployment)


def test_an_endpoint_that_does_not_answer_is_named(
    deployment: DeploymentSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {"ENDPOINT_URL": "http://127.0.0.1:9", "ACCESS_KEY_ID": "x", "SECRET_ACCESS_KEY": "x"}.items():
        monkeypatch.setenv(f"AWS_{name}", value)

    with pytest.raises(
        UserError, match=r"AWS does not answer.*start what should answer at http://127.0.0.1:9, or unset"
    ):
        find_account(deployment)


def run_tap(project: Project, *arguments: str, environ: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tap_cli", *arguments],
        cwd=project.root,
        env=environ,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )


@pytest.mark.parametrize("command", ["demo", "plan", "deploy", "destroy"])
def test_an_unknown_environment_gets_the_known_ones(command: str, shared_checkout: Project) -> None:
    result = run_tap(shared_checkout, command, "quality", environ=dict(os.environ))

    assert result.returncode == 1
    assert result.stdout == ""
    assert result.stderr.strip() == (
        f"There is no environment 'quality'. Known are {', '.join(ENVIRONMENT_NAMES)}; "
        "a file environments/quality.toml would add it."
    )


def test_deploy_without_credentials_ends_before_anything_happens(shared_checkout: Project) -> None:
    nobody = {**os.environ, "AWS_SHARED_CREDENTIALS_FILE": os.devnull, "AWS_CONFIG_FILE": os.devnull}

    result = run_tap(shared_checkout, "deploy", "dev", environ=nobody | {"AWS_EC2_METADATA_DISABLED": "true"})

    assert result.returncode == 1
    assert "AWS does not know you" in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("command", ["plan", "deploy", "destroy"])
def test_a_state_of_another_account_is_refused_before_anything_happens(
    command: str, checkout: Project, as_user: dict[str, str]
) -> None:
    state = checkout.root / "terraform.dev.tfstate"
    role = {"arn": "arn:aws:iam::111111111111:role/tap-dev-execution"}
    state.write_text(json.dumps({"resources": [{"mode": "managed", "instances": [{"attributes": role}]}]}))
    before = state.read_bytes()

    result = run_tap(checkout, command, "dev", environ=as_user)

    assert result.returncode == 1
    assert result.stdout.strip() == (
        f"AWS: account {ACCOUNT}, region eu-west-1, environment dev, endpoint {as_user['AWS_ENDPOINT_URL']}"
    )
    assert "The state terraform.dev.tfstate belongs to account 111111111111" in result.stderr
    assert "Traceback" not in result.stderr
    assert state.read_bytes() == before
    assert not (checkout.root / "cdktf.out").exists()


@pytest.mark.terraform
def test_a_plan_says_who_and_where_and_ends_with_2_for_changes(checkout: Project, as_user: dict[str, str]) -> None:
    result = run_tap(checkout, "plan", "dev", environ=as_user)

    assert result.returncode == 2, result.stdout + result.stderr
    where = result.stdout.index(f"AWS: account {ACCOUNT}, region eu-west-1, environment dev")
    assert where < result.stdout.index("+ aws_lambda_function.")
    assert re.search(r"^\d+ added, 0 changed, 0 destroyed$", result.stdout, re.MULTILINE)
