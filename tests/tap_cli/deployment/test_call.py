"""`tap invoke`: the function of an environment answers, and whatever is in the way is one message."""

import io
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import boto3
import pytest

import tap_emulator
from tap_cli.deployment.call import call
from tap_cli.deployment.demo import process_variables
from tap_cli.deployment.event import LARGEST, read_event
from tap_cli.errors import UserError
from tap_stack import DeploymentSettings, Settings
from tests.support.project import ROOT

SECONDS = 60
TRUST = json.dumps({"Version": "2012-10-17", "Statement": []})
SOURCE = """
def handle(event, context):
    print("was here")
    return 1 / event if event == 0 else event
"""


@pytest.fixture(scope="module")
def settings(environments: dict[str, DeploymentSettings]) -> Settings:
    return environments["dev"].settings


@pytest.fixture(scope="module")
def variables(settings: Settings) -> Iterator[Mapping[str, str]]:
    """The variables of a shell in which the function of `dev` is deployed, and no other."""
    package = io.BytesIO()
    with zipfile.ZipFile(package, "w") as archive:
        archive.writestr("app.py", SOURCE)
    with tap_emulator.running() as aws, process_variables(aws.variables(os.environ)):
        session = boto3.Session(region_name=settings.region)
        role = session.client("iam").create_role(RoleName="caller", AssumeRolePolicyDocument=TRUST)["Role"]["Arn"]
        session.client("lambda").create_function(
            FunctionName=settings.function_name,
            Role=role,
            Runtime="python3.12",
            Handler="app.handle",
            Code={"ZipFile": package.getvalue()},
        )
        yield dict(os.environ)


def invoke(variables: Mapping[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tap_cli", "invoke", *arguments],
        cwd=ROOT,
        env=dict(variables),
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )


def test_the_answer_and_the_log_come_apart(variables: Mapping[str, str], tmp_path: Path) -> None:
    event = tmp_path / "event.json"
    event.write_text('{"text": "ä"}', "utf-8")

    result = invoke(variables, "dev", "--event", str(event))

    assert (result.returncode, json.loads(result.stdout)) == (0, {"text": "ä"})
    assert "was here\n" in result.stderr


def test_an_error_of_the_function_is_exit_code_1(variables: Mapping[str, str], tmp_path: Path) -> None:
    event = tmp_path / "event.json"
    event.write_text("0")

    result = invoke(variables, "dev", "--event", str(event))

    assert (result.returncode, json.loads(result.stdout)["errorType"]) == (1, "ZeroDivisionError")


def test_what_is_not_deployed_is_told_with_both_remedies(
    variables: Mapping[str, str], environments: dict[str, DeploymentSettings]
) -> None:
    with pytest.raises(UserError, match=r"no function tap-prod in .* cdktf deploy prod\. .* tap demo prod --keep$"):
        call(environments["prod"].settings, b"{}")


def test_an_emulator_that_has_ended_is_told(variables: Mapping[str, str], settings: Settings) -> None:
    with (
        process_variables({**variables, "AWS_ENDPOINT_URL": "http://127.0.0.1:9"}),
        pytest.raises(UserError, match=r'Could not connect to the endpoint URL: "http://127\.0\.0\.1:9/.*has ended'),
    ):
        call(settings, b"{}")


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (None, "cannot be read: No such file or directory"),
        (b"{broken", "is no JSON in UTF-8"),
        (b"\xff", "is no JSON in UTF-8"),
        (b"[" * 100_000, "is no JSON in UTF-8"),
        (b" " * (LARGEST + 1), "is too large: AWS Lambda takes at most 6,291,456 bytes"),
    ],
)
def test_an_event_that_cannot_be_sent_is_refused(tmp_path: Path, content: bytes | None, fault: str) -> None:
    file = tmp_path / "event.json"
    if content is not None:
        file.write_bytes(content)

    with pytest.raises(UserError, match=fault):
        read_event(file)
