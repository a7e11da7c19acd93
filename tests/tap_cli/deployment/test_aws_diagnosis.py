"""What `tap doctor` says of AWS, on an emulated one."""

import os
from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest

import tap_emulator
from tap_cli.deployment.aws_diagnosis import diagnose_aws
from tap_cli.deployment.demo import create_state_bucket, process_variables
from tap_cli.toolchain.diagnosis import Finding, Verdict
from tap_cli.toolchain.project import Project
from tap_cli.toolchain.workstation import Workstation
from tap_stack import load_environments
from tests.support.project import copy_app


@pytest.fixture(scope="module")
def signed_in() -> Iterator[None]:
    with tap_emulator.running() as aws, process_variables(aws.variables(os.environ)):
        yield


def findings(project: Project) -> dict[str, Finding]:
    return {each.what: each for each in diagnose_aws(Workstation(project, dict(os.environ), Path.home()))}


@pytest.fixture
def app(tmp_path: Path) -> Project:
    return Project(copy_app(tmp_path))


def test_the_account_and_the_state_of_each_environment_are_looked_at(signed_in: None, app: Project) -> None:
    prod = load_environments(app.environments)["prod"]
    create_state_bucket(prod, boto3.Session(region_name=prod.settings.region))
    for name, account in (("prod", "123456789012"), ("staging", "210987654321")):
        file = app.environments / f"{name}.toml"
        file.write_text(f'account_id = "{account}"\n{file.read_text()}')

    found = findings(app)

    assert found["AWS credentials"].verdict is Verdict.WELL
    assert "account 123456789012, at http://127.0.0.1:" in found["AWS credentials"].text
    assert 'write account_id = "123456789012"' in found["Account of dev"].text
    assert found["Account of prod"].verdict is Verdict.WELL
    assert found["Account of staging"].text == "only 210987654321, and you are in 123456789012: sign in there"
    assert found["State of prod"].verdict is Verdict.WELL
    assert "nothing deployed yet" in found["State of prod"].text
    assert "versioning OFF" in found["State of prod"].text
    assert "does not exist. Make it" in found["State of staging"].text
    assert "State of dev" not in found


def test_faults_of_the_settings_are_told_and_end_it(app: Project) -> None:
    (app.environments / "dev.toml").write_text("region = 1\n")

    (finding,) = findings(app).values()

    assert finding.verdict is Verdict.MISSING
    assert "environments/dev.toml: region" in finding.text
