"""The stock cdktf command line and a state that belongs elsewhere: refused by Terraform itself, the state untouched."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import tap_emulator
from tap_cli.toolchain.project import Project
from tap_cli.toolchain.toolbox import find_toolbox
from tap_cli.toolchain.workstation import Workstation
from tap_emulator import Emulator
from tap_stack import DeploymentSettings
from tap_stack.settings import S3State
from tests.support.clients import client, provide_state_bucket

pytestmark = pytest.mark.deploy

SECONDS = 600
EMULATED = "123456789012"
REAL = "111111111111"


def cdktf(project: Project, aws: Emulator, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the stock command line, as `pipenv run cdktf` does, with the emulator's exports in the shell."""
    return subprocess.run(
        [sys.executable, "-m", "tap_cli.toolchain.stock_cdktf", *arguments],
        cwd=project.root,
        env=aws.variables(os.environ),
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )


def said(result: subprocess.CompletedProcess[str]) -> str:
    """All that was printed, on one line and without the frames and breaks of Terraform's boxes."""
    text = result.stdout + result.stderr
    for mark in ("│", "╷", "╵", "\x1b[31m", "\x1b[1m", "\x1b[0m"):
        text = text.replace(mark, "")
    return " ".join(text.split())


@pytest.fixture(scope="module")
def aws() -> Iterator[Emulator]:
    """An emulated AWS of these tests alone: in the shared one, others may have deployed the same environment."""
    with tap_emulator.running() as running:
        yield running


@pytest.fixture(scope="module")
def deployed(shared_checkout: Project, aws: Emulator) -> Project:
    """A checkout whose dev was deployed to the emulated AWS by the stock command line."""
    result = cdktf(shared_checkout, aws, "deploy", "dev", "--auto-approve")
    assert result.returncode == 0, said(result)
    return shared_checkout


@pytest.fixture
def state(deployed: Project) -> Path:
    return deployed.root / "terraform.dev.tfstate"


@pytest.fixture
def real_state(state: Path) -> Iterator[Path]:
    """The state as a deployment to an account of AWS would have left it."""
    before = state.read_text()
    state.write_text(before.replace(EMULATED, REAL))
    yield state
    state.write_text(before)


@pytest.mark.parametrize("verb", ["deploy", "destroy"])
def test_the_emulator_gets_no_state_of_a_real_account(deployed: Project, real_state: Path, verb: str) -> None:
    before = real_state.read_bytes()

    with tap_emulator.running() as other:
        result = cdktf(deployed, other, verb, "dev", "--auto-approve")

        assert client(other, "iam", "eu-west-1").list_roles()["Roles"] == []

    assert result.returncode == 1
    assert f"terraform.dev.tfstate belongs to account {REAL}" in said(result)
    assert f"lead to account {EMULATED}" in said(result)
    assert "To deploy to account" in said(result)
    assert real_state.read_bytes() == before


def test_terraform_without_the_command_line_is_held_too(deployed: Project, aws: Emulator, real_state: Path) -> None:
    assert cdktf(deployed, aws, "synth").returncode == 0
    before = real_state.read_bytes()

    for arguments in (["apply", "-auto-approve"], ["destroy", "-auto-approve"], ["refresh"]):
        result = terraform(deployed, aws.variables(os.environ), *arguments)

        assert result.returncode == 1, arguments
        assert f"belongs to account {REAL}" in said(result)
        assert real_state.read_bytes() == before, arguments


def test_a_real_account_gets_no_state_of_the_emulator(deployed: Project, aws: Emulator, state: Path) -> None:
    """The emulated AWS answers for the account of an assumed role as AWS does."""
    assert cdktf(deployed, aws, "synth").returncode == 0
    before = state.read_bytes()
    arn = f"arn:aws:iam::{REAL}:role/deployer"
    given = client(aws, "sts", "eu-west-1").assume_role(RoleArn=arn, RoleSessionName="test")["Credentials"]
    variables = aws.variables(os.environ) | {
        "AWS_ACCESS_KEY_ID": given["AccessKeyId"],
        "AWS_SECRET_ACCESS_KEY": given["SecretAccessKey"],
        "AWS_SESSION_TOKEN": given["SessionToken"],
    }

    result = terraform(deployed, variables, "apply", "-auto-approve")

    assert result.returncode == 1
    assert f"belongs to account {EMULATED}" in said(result)
    assert f"lead to account {REAL}" in said(result)
    assert state.read_bytes() == before


def test_a_changed_region_is_refused_with_the_way_to_change_it(deployed: Project, aws: Emulator, state: Path) -> None:
    file, before = deployed.environments / "dev.toml", state.read_bytes()
    text = file.read_text()
    file.write_text(text.replace('region = "eu-west-1"', 'region = "us-east-1"'))
    try:
        result = cdktf(deployed, aws, "deploy", "dev", "--auto-approve")
    finally:
        file.write_text(text)

    assert result.returncode == 1
    assert "deployed with region eu-west-1, and the settings say us-east-1" in said(result)
    assert "To move it on purpose" in said(result)
    assert state.read_bytes() == before


def test_where_nothing_moves_the_plan_is_empty(deployed: Project, aws: Emulator) -> None:
    assert cdktf(deployed, aws, "synth").returncode == 0
    assert (deployed.root / "cdktf.out/stacks/dev/deployed.tf.json").is_file()

    result = terraform(deployed, aws.variables(os.environ), "plan", "-detailed-exitcode")

    assert result.returncode == 0, said(result)


def test_another_account_than_the_files_has_written_no_lock(
    checkout: Project, aws: Emulator, environments: dict[str, DeploymentSettings]
) -> None:
    prod, s3 = environments["prod"], client(aws, "s3", "eu-west-1")
    assert isinstance(prod.state, S3State)
    provide_state_bucket(aws, prod)
    bucket = prod.state.bucket
    s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    before = s3.list_object_versions(Bucket=bucket)
    file = checkout.environments / "prod.toml"
    file.write_text(f'account_id = "{REAL}"\n{file.read_text()}')

    result = cdktf(checkout, aws, "deploy", "prod", "--auto-approve")

    after = s3.list_object_versions(Bucket=bucket)
    assert result.returncode == 1
    assert f"AWS account ID not allowed: {EMULATED}" in said(result)
    assert [after.get(kind) for kind in ("Versions", "DeleteMarkers")] == [
        before.get(kind) for kind in ("Versions", "DeleteMarkers")
    ]


def test_a_state_in_s3_is_another_one_in_the_emulator(
    checkout: Project, aws: Emulator, environments: dict[str, DeploymentSettings]
) -> None:
    """The backend obeys the endpoint, too: the bucket of the same name is the other AWS's own."""
    staging = environments["staging"]
    assert isinstance(staging.state, S3State)
    place = {"Bucket": staging.state.bucket, "Key": staging.state_key}
    provide_state_bucket(aws, staging)
    there = client(aws, "s3", "eu-west-1")
    there.put_object(**place, Body=b"the state of a real account")

    with tap_emulator.running() as other:
        provide_state_bucket(other, staging)
        result = cdktf(checkout, other, "deploy", "staging", "--auto-approve")
        assert client(other, "s3", "eu-west-1").head_object(**place)["ContentLength"] > 1000

    assert result.returncode == 0, said(result)
    assert there.get_object(**place)["Body"].read() == b"the state of a real account"
    there.delete_object(**place)


def terraform(project: Project, variables: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run Terraform itself in the folder of dev's stack."""
    toolbox = find_toolbox(Workstation(project, dict(os.environ), Path.home()))
    return subprocess.run(
        [toolbox.terraform.path, *arguments, "-input=false", "-no-color"],
        cwd=project.root / "cdktf.out" / "stacks" / "dev",
        env=toolbox.variables(variables),
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
