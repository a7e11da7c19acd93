"""What `tap plan`, `deploy` and `destroy` look at before Terraform runs, on the emulated AWS."""

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest

from tap_cli.deployment.demo import process_variables
from tap_cli.deployment.guard import check_deployment
from tap_cli.deployment.state_bucket import StateBucket
from tap_cli.errors import UserError
from tap_cli.toolchain.project import Project
from tap_cli.toolchain.workstation import Workstation
from tap_emulator import Emulator
from tap_stack import DeploymentSettings, FunctionSettings, Settings
from tap_stack.settings import LogSettings, S3State
from tests.support.clients import client
from tests.support.project import HANDLER

ACCOUNT = "123456789012"
REGION = "eu-west-1"
BLOCKED = dict.fromkeys(("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"), True)


@pytest.fixture(autouse=True)
def as_user(aws: Emulator) -> Iterator[None]:
    """A user who is signed in to the emulated AWS."""
    with process_variables(aws.variables(os.environ)):
        yield


@pytest.fixture
def empty_project(empty_project: Project) -> Project:
    """A project with the environment `test`, in which nothing was set up yet."""
    empty_project.root.joinpath("cdktf.json").write_text("{}")
    empty_project.environments.mkdir()
    empty_project.environments.joinpath("test.toml").write_text(f'region = "{REGION}"\n')
    shutil.copytree(HANDLER, empty_project.root / "handler")
    return empty_project


@pytest.fixture
def deployment() -> DeploymentSettings:
    """An environment with a local state."""
    function = FunctionSettings(code=HANDLER)
    return DeploymentSettings(settings=Settings(environment="test", region=REGION, function=function))


@pytest.fixture
def s3(aws: Emulator) -> Any:
    return client(aws, "s3", REGION)


@pytest.fixture
def bucket(s3: Any, request: pytest.FixtureRequest) -> str:
    """A bucket of the test's own."""
    name: str = "states-" + request.node.name.replace("_", "-")[:50].strip("-")
    s3.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": REGION})
    return name


@pytest.fixture
def shared(deployment: DeploymentSettings, bucket: str) -> DeploymentSettings:
    """An environment with a state in that bucket."""
    return deployment.model_copy(update={"state": S3State(bucket=bucket)})


def check(project: Project, deployment: DeploymentSettings) -> list[str]:
    lines: list[str] = []
    check_deployment(Workstation(project, dict(os.environ), Path.home()), deployment, lines.append)
    return lines


def state(account: str = ACCOUNT, region: str = REGION) -> str:
    tags = {"Region": region, "Project": "tap", "Environment": "test"}
    function = {"arn": f"arn:aws:lambda:{region}:{account}:function:tap-test", "tags": tags}
    return json.dumps({"resources": [{"mode": "managed", "instances": [{"attributes": function}]}]})


def test_it_says_who_and_where(empty_project: Project, deployment: DeploymentSettings) -> None:
    endpoint = os.environ["AWS_ENDPOINT_URL"]

    assert check(empty_project, deployment) == [
        f"AWS: account {ACCOUNT}, region {REGION}, environment test, endpoint {endpoint}"
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (state(account="111111111111"), f"terraform.test.tfstate belongs to account 111111111111.*account {ACCOUNT}"),
        (state(region="us-east-1"), "deployed with region us-east-1, and the settings say eu-west-1"),
    ],
    ids=["account", "region"],
)
def test_a_local_state_of_elsewhere_is_refused(
    empty_project: Project, deployment: DeploymentSettings, text: str, message: str
) -> None:
    file = empty_project.root / "terraform.test.tfstate"
    file.write_text(text)

    with pytest.raises(UserError, match=message):
        check(empty_project, deployment)

    assert file.read_text() == text


def test_a_state_of_here_is_let_through(empty_project: Project, deployment: DeploymentSettings) -> None:
    empty_project.root.joinpath("terraform.test.tfstate").write_text(state())

    assert len(check(empty_project, deployment)) == 1


def test_a_state_in_s3_of_elsewhere_is_refused(
    empty_project: Project, shared: DeploymentSettings, s3: Any, bucket: str
) -> None:
    key = "tap/test/terraform.tfstate"
    s3.put_object(Bucket=bucket, Key=key, Body=state(region="us-east-1").encode())

    with pytest.raises(UserError, match=f"s3://{bucket}/{key} was deployed with region us-east-1"):
        check(empty_project, shared)


def test_the_state_is_read_with_the_credentials_of_now(
    shared: DeploymentSettings, bucket: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Earlier ones, of which a process has read a state before, are forgotten."""
    monkeypatch.setattr(boto3, "DEFAULT_SESSION", None)
    with process_variables({**os.environ, "AWS_ACCESS_KEY_ID": "EARLIER"}), pytest.raises(UserError, match="cannot be"):
        StateBucket(shared, S3State(bucket=bucket)).read_state()

    assert StateBucket(shared, S3State(bucket=bucket)).read_state() == ""


def test_a_bucket_that_is_missing_is_named(empty_project: Project, deployment: DeploymentSettings) -> None:
    missing = deployment.model_copy(update={"state": S3State(bucket="no-such-bucket-of-states")})

    with pytest.raises(UserError, match=r"no-such-bucket-of-states, does not exist. Make it: tap state-bucket"):
        check(empty_project, missing)


def test_an_open_bucket_is_told_line_by_line(empty_project: Project, shared: DeploymentSettings, bucket: str) -> None:
    versioning, encryption, access = check(empty_project, shared)[-3:]

    assert versioning.startswith(f"State bucket {bucket}: versioning OFF")
    assert "aws s3api put-bucket-versioning" in versioning
    assert encryption.startswith(f"State bucket {bucket}: encryption by")
    assert access.startswith(f"State bucket {bucket}: public access NOT blocked")
    assert "aws s3api put-public-access-block" in access


def test_a_closed_bucket_is_told_in_three_words(
    empty_project: Project, shared: DeploymentSettings, s3: Any, bucket: str
) -> None:
    s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    s3.put_public_access_block(Bucket=bucket, PublicAccessBlockConfiguration=BLOCKED)
    rule = {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms"}}
    s3.put_bucket_encryption(Bucket=bucket, ServerSideEncryptionConfiguration={"Rules": [rule]})

    assert check(empty_project, shared)[-3:] == [
        f"State bucket {bucket}: versioning on",
        f"State bucket {bucket}: encryption by default: aws:kms",
        f"State bucket {bucket}: public access blocked",
    ]


@pytest.fixture
def production(deployment: DeploymentSettings) -> DeploymentSettings:
    """An environment of the production profile."""
    return deployment.model_copy(update={"settings": deployment.settings.model_copy(update={"profile": "production"})})


def test_production_without_an_account_draws_a_warning(empty_project: Project, production: DeploymentSettings) -> None:
    warning = "Warning: environments/test.toml names no account"
    line = f'account_id = "{ACCOUNT}"'

    assert [warning in told and line in told for told in check(empty_project, production)][1]
    named = production.model_copy(update={"account_id": ACCOUNT})
    assert not any("Warning" in told for told in check(empty_project, named))


def test_no_other_profile_does_however_it_is_called(empty_project: Project, deployment: DeploymentSettings) -> None:
    update = {"environment": "prod", "logs": LogSettings(prevent_destroy=True)}
    settings = deployment.settings.model_copy(update=update)

    called_prod = check(empty_project, deployment.model_copy(update={"settings": settings}))
    assert not any("Warning" in told for told in called_prod)
