"""The bucket of a state: made, brought to what a state needs, and left alone where it is so."""

import json
import os
import secrets
from typing import Any

import pytest

from tap_cli.deployment.made_bucket import LIFECYCLE, make_bucket
from tap_cli.errors import UserError
from tap_emulator import Emulator
from tap_stack import DeploymentSettings
from tap_stack.settings import S3State
from tests.support.clients import client


@pytest.fixture
def deployment(
    aws: Emulator, environments: dict[str, DeploymentSettings], monkeypatch: pytest.MonkeyPatch
) -> DeploymentSettings:
    """An environment whose state is in a bucket that does not exist, and a user who is signed in."""
    for name, value in aws.variables(os.environ).items():
        monkeypatch.setenv(name, value)
    state = S3State(bucket=f"states-{secrets.token_hex(4)}")
    return environments["staging"].model_copy(update={"state": state})


def made(deployment: DeploymentSettings) -> list[str]:
    said: list[str] = []
    make_bucket(deployment, said.append, lambda *_: None)
    return said


def test_it_is_made_with_all_that_a_state_needs_and_then_left_alone(
    deployment: DeploymentSettings, aws: Emulator
) -> None:
    first, second = made(deployment), made(deployment)

    bucket, s3 = deployment.state.bucket, client(aws, "s3", "eu-west-1")  # type: ignore[union-attr]  # it is in S3
    assert first[0] == f"  + bucket {bucket}, in eu-west-1"
    assert len(first) == 7
    assert second == [f"{bucket}: nothing to do."]
    assert s3.get_bucket_versioning(Bucket=bucket)["Status"] == "Enabled"
    assert all(s3.get_public_access_block(Bucket=bucket)["PublicAccessBlockConfiguration"].values())
    assert [rule["ID"] for rule in s3.get_bucket_lifecycle_configuration(Bucket=bucket)["Rules"]] == ["old-states"]
    statements = json.loads(s3.get_bucket_policy(Bucket=bucket)["Policy"])["Statement"]
    assert {one["Sid"]: one["Action"] for one in statements} == {
        "TlsOnly": "s3:*",
        "NoDeletion": "s3:DeleteBucket",
        "NoDeletionOfVersions": "s3:DeleteObjectVersion",
    }


def test_what_others_have_set_stays(deployment: DeploymentSettings, aws: Emulator) -> None:
    bucket, s3 = deployment.state.bucket, client(aws, "s3", "eu-west-1")  # type: ignore[union-attr]  # it is in S3
    theirs: dict[str, Any] = {"Sid": "Theirs", "Effect": "Deny", "Principal": "*", "Action": "s3:PutBucketAcl"}
    theirs["Resource"] = f"arn:aws:s3:::{bucket}"
    rule = {**LIFECYCLE, "ID": "theirs", "Filter": {"Prefix": "logs/"}, "Status": "Disabled"}
    s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    s3.put_bucket_policy(Bucket=bucket, Policy=json.dumps({"Version": "2012-10-17", "Statement": [theirs]}))
    s3.put_bucket_lifecycle_configuration(Bucket=bucket, LifecycleConfiguration={"Rules": [rule]})

    said = made(deployment)

    assert not any(line.startswith(f"  + bucket {bucket}") for line in said)
    assert theirs in json.loads(s3.get_bucket_policy(Bucket=bucket)["Policy"])["Statement"]
    rules = s3.get_bucket_lifecycle_configuration(Bucket=bucket)["Rules"]
    assert sorted(rule["ID"] for rule in rules) == ["old-states", "theirs"]


def test_nothing_is_done_without_the_approval(deployment: DeploymentSettings, aws: Emulator) -> None:
    def refuse(name: str, count: str) -> None:
        raise UserError(f"{name}: {count}")

    with pytest.raises(UserError, match="staging: 6 to do with bucket states-"):
        make_bucket(deployment, lambda _: None, refuse)

    names = [one["Name"] for one in client(aws, "s3", "eu-west-1").list_buckets()["Buckets"]]
    assert deployment.state.bucket not in names  # type: ignore[union-attr]  # it is in S3


def test_a_state_in_a_file_has_no_bucket(environments: dict[str, DeploymentSettings]) -> None:
    with pytest.raises(UserError, match=r'The state of dev is in no bucket.*type = "s3"'):
        make_bucket(environments["dev"], lambda _: None)
