"""The real cdktf command line, Terraform and provider, on the emulated AWS: once in parts, and once as `make demo`."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest

from tap_cli.deployment.demo import process_variables
from tap_cli.deployment.deployed_stack import Stack
from tap_cli.deployment.invocation import invoke
from tap_cli.deployment.isolated import IsolatedDeployment
from tap_cli.deployment.readback import Comparison, compare
from tap_cli.deployment.steps import Steps
from tap_cli.errors import UserError
from tap_cli.toolchain.project import Project
from tap_cli.toolchain.toolbox import find_toolbox
from tap_cli.toolchain.workstation import Workstation
from tap_emulator import Emulator
from tap_stack import DeploymentSettings, Settings
from tests.support.clients import provide_state_bucket

pytestmark = pytest.mark.deploy

SECONDS = 600
ENVIRONMENT = "dev"
LAST_LINE = f"{' ' * 25}Terraform compares what is deployed with what was synthesized\n"
REAL_LOOKING = {
    "AWS_PROFILE": "production",
    "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE",
    "AWS_SECRET_ACCESS_KEY": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    "AWS_SESSION_TOKEN": "token",
    "AWS_REGION": "us-west-2",
    "AWS_ENDPOINT_URL_LAMBDA": "http://127.0.0.1:9",
    "HTTP_PROXY": "http://127.0.0.1:9",
    "TF_WORKSPACE": "other",
    "TF_CLI_ARGS_plan": "-destroy",
    "CDKTF_OUTDIR": "elsewhere",
}
"""Credentials and steering of other work, such as lie around in a shell; AWS's own documentation shows these keys."""


@pytest.fixture(scope="module")
def deployment(environments: dict[str, DeploymentSettings]) -> DeploymentSettings:
    return environments[ENVIRONMENT]


@pytest.fixture(scope="module")
def settings(deployment: DeploymentSettings) -> Settings:
    return deployment.settings


@pytest.fixture(scope="module")
def session(aws: Emulator, settings: Settings) -> Iterator[boto3.Session]:
    with process_variables(aws.variables(os.environ)):
        yield boto3.Session(region_name=settings.region)


@pytest.fixture(scope="module")
def shown() -> list[str]:
    """The titles of the steps as they end."""
    return []


def deploy(
    project: Project, deployment: DeploymentSettings, aws: Emulator, folder: Path, steps: Steps
) -> IsolatedDeployment:
    """Deploy an environment to the tests' emulator, in a folder of its own."""
    toolbox = find_toolbox(Workstation(project, dict(os.environ), Path.home()))
    isolated = IsolatedDeployment(
        toolbox, deployment.settings.environment, folder, toolbox.variables(aws.variables(os.environ))
    )
    provide_state_bucket(aws, deployment)
    isolated.deploy(steps)
    return isolated


@pytest.fixture(scope="module")
def isolated(
    shared_checkout: Project,
    aws: Emulator,
    deployment: DeploymentSettings,
    shown: list[str],
    tmp_path_factory: pytest.TempPathFactory,
) -> IsolatedDeployment:
    """A deployed environment."""
    steps = Steps(lambda title, _: shown.append(title))
    return deploy(shared_checkout, deployment, aws, tmp_path_factory.mktemp("run"), steps)


@pytest.fixture(scope="module")
def stack(isolated: IsolatedDeployment) -> Stack:
    return isolated.read_stack()


def different(comparisons: list[Comparison]) -> list[str]:
    return [str(comparison) for comparison in comparisons if not comparison.is_same]


def test_each_phase_is_told(isolated: IsolatedDeployment, shown: list[str]) -> None:
    assert shown == ["synthesize", "initialize Terraform and the provider", "plan", "apply"]


def test_what_is_deployed_is_what_was_synthesized(stack: Stack, session: boto3.Session) -> None:
    comparisons = compare(stack, session)

    assert {comparison.resource.split()[0] for comparison in comparisons} == {"function", "role", "policy", "log"}
    assert different(comparisons) == []


def test_the_outputs_name_what_was_deployed(stack: Stack, settings: Settings) -> None:
    assert stack.outputs["lambda_function_name"] == settings.function_name
    assert stack.outputs["lambda_function_arn"].endswith(f":function:{settings.function_name}")
    assert stack.outputs["lambda_role_arn"].endswith(f":role/{settings.role_name}")


def test_the_state_lies_in_the_run_and_not_in_the_checkout(
    isolated: IsolatedDeployment, deployment: DeploymentSettings
) -> None:
    assert (isolated.folder / deployment.state_path).is_file()
    assert not (isolated.toolbox.project.root / deployment.state_path).exists()


def test_the_synthesized_output_is_what_any_synthesis_gives(
    isolated: IsolatedDeployment, stacks: dict[str, object]
) -> None:
    assert isolated.stack_folder.joinpath("cdk.tf.json").is_file()
    assert str(isolated.folder) not in isolated.stack_folder.joinpath("cdk.tf.json").read_text()
    assert ENVIRONMENT in stacks


def test_the_function_answers_logs_and_counts(
    isolated: IsolatedDeployment, settings: Settings, session: boto3.Session
) -> None:
    invocation = invoke(settings, session)

    assert invocation.answer["environment"] == ENVIRONMENT
    assert any('"answered"' in event for event in invocation.log)
    assert invocation.metrics == ["Invocations"]


def test_an_answer_from_another_environment_is_refused(
    isolated: IsolatedDeployment, settings: Settings, session: boto3.Session
) -> None:
    other = settings.model_copy(update={"region": "us-east-1"})

    with pytest.raises(UserError, match="answered region 'eu-west-1' instead of 'us-east-1'"):
        invoke(other, session)


def test_a_change_behind_terraforms_back_is_found(
    isolated: IsolatedDeployment, stack: Stack, settings: Settings, session: boto3.Session
) -> None:
    logs = session.client("logs")
    logs.put_retention_policy(logGroupName=settings.log_group_name, retentionInDays=1)
    try:
        assert different(compare(stack, session)) == [
            f"log group {settings.log_group_name}: retention (days) was synthesized as 7 and is 1"
        ]
        with pytest.raises(UserError, match="still has changes"):
            isolated.check_plan_is_empty()
    finally:
        logs.put_retention_policy(logGroupName=settings.log_group_name, retentionInDays=settings.logs.retention_days)


def test_destroy_leaves_nothing(isolated: IsolatedDeployment, settings: Settings, session: boto3.Session) -> None:
    """The last that is tried with what the tests above have deployed."""
    functions, roles, groups = deployed_names(session)
    assert settings.function_name in functions
    assert settings.role_name in roles
    assert settings.log_group_name in groups

    isolated.destroy()

    functions, roles, groups = deployed_names(session)
    assert settings.function_name not in functions
    assert settings.role_name not in roles
    assert settings.log_group_name not in groups


def deployed_names(session: boto3.Session) -> tuple[list[str], list[str], list[str]]:
    """The names of all functions, roles and log groups."""
    functions = session.client("lambda").list_functions()["Functions"]
    roles = session.client("iam").list_roles()["Roles"]
    groups = session.client("logs").describe_log_groups()["logGroups"]
    return (
        [function["FunctionName"] for function in functions],
        [role["RoleName"] for role in roles],
        [group["logGroupName"] for group in groups],
    )


def run_demo(project: Project, name: str, **environ: str) -> subprocess.CompletedProcess[str]:
    """Run what `make demo` runs."""
    return subprocess.run(
        [sys.executable, "-m", "tap_cli", "demo", name],
        cwd=project.root,
        env={**os.environ, **environ},
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )


def left_behind(project: Project) -> list[str]:
    return sorted(
        path.name
        for path in (*project.root.glob(".demo/*"), *project.root.glob("*.tfstate*"), *project.root.glob("cdktf*"))
    )


def test_a_deployment_that_fails_half_way_says_why_and_keeps_the_log(checkout: Project) -> None:
    dev = checkout.environments / "dev.toml"
    layer = 'layers = ["arn:aws:lambda:eu-west-1:123456789012:layer:missing:1"]'
    dev.write_text(dev.read_text().replace("[function]", f"[function]\n{layer}"))

    result = run_demo(checkout, "dev")

    assert result.returncode == 1
    assert "Failed to apply." in result.stderr
    assert "Error: creating Lambda Function (tap-dev)" in result.stderr
    assert "layer:missing:1" in result.stderr
    assert "Traceback" not in result.stdout + result.stderr
    (kept,) = checkout.root.glob(".demo/*")
    assert f"Everything that was printed is in .demo/{kept.name}/" in result.stderr
    assert (kept / "deploy.log").is_file()
    assert (kept / "emulator.log").is_file()


def test_without_the_provider_the_demo_says_how_to_get_it(checkout: Project, tmp_path: Path) -> None:
    """The user's own configuration names a mirror, and the mirror is empty."""
    config = tmp_path / "empty.tfrc"
    config.write_text(f'provider_installation {{\n  filesystem_mirror {{\n    path = "{tmp_path}"\n  }}\n}}\n')

    result = run_demo(checkout, "dev", TF_CLI_CONFIG_FILE=str(config))

    assert result.returncode == 1
    assert "Failed to initialize Terraform and the provider." in result.stderr
    assert "Error: Failed to query available provider packages" in result.stderr
    assert f"did not get the provider hashicorp/aws (as {config} says)" in result.stderr


def test_an_interrupted_demo_leaves_nothing(checkout: Project) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "tap_cli", "demo", "dev"],
        cwd=checkout.root,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    ) as demo:
        assert demo.stdout
        assert "start the emulated AWS" in demo.stdout.readline()
        demo.send_signal(signal.SIGINT)
        _, errors = demo.communicate(timeout=SECONDS)

    assert demo.returncode == 130
    assert errors.strip() == "The demo was interrupted; nothing is left running."
    assert left_behind(checkout) == ["cdktf.json"]


def test_a_kept_demo_of_production_with_credentials_of_another_aws_around(checkout: Project) -> None:
    """With the line that it prints, a shell invokes the function; Ctrl-C then ends all of it without a word."""
    with subprocess.Popen(
        [sys.executable, "-m", "tap_cli", "demo", "prod", "--keep"],
        cwd=checkout.root,
        env={**os.environ, **REAL_LOOKING},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as demo:
        assert demo.stdout
        printed = [*iter(demo.stdout.readline, LAST_LINE)]
        (to_source,) = (line.strip() for line in printed if " AWS_ENDPOINT_URL=http://127.0.0.1:" in line)
        invoked = subprocess.run(
            ["/bin/sh", "-c", f'{to_source}; exec "$0" -m tap_cli invoke prod', sys.executable],
            cwd=checkout.root,
            env={**os.environ, **REAL_LOOKING},
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
        demo.send_signal(signal.SIGINT)
        _, errors = demo.communicate(timeout=SECONDS)

    said = "".join(printed)
    assert (demo.returncode, errors) == (0, ""), said
    assert "plan again: no changes" in said
    assert "arn:aws:lambda:eu-west-1:123456789012:function:tap-prod" in said
    assert "s3://tap-prod-terraform-state/tap/prod/terraform.tfstate" in said
    of_the_summary = printed[: printed.index("Three things to try there:\n")]
    assert max(len(line.rstrip("\n")) for line in of_the_summary if to_source not in line) <= 100
    assert "\x1b" not in said
    assert (invoked.returncode, json.loads(invoked.stdout)["environment"]) == (0, "prod")
    to_try = printed[printed.index("Three things to try there:\n") + 1 :]
    assert [line.split()[:2] for line in to_try] == [
        [".venv/bin/tap", "invoke"],
        [".venv/bin/tap", "diff"],
        ["(cd", to_try[2].split()[1]],
    ]
    assert left_behind(checkout) == ["cdktf.json"]
