"""The bucket of a state, made and kept as a state needs it: versioned, encrypted, closed, and hard to delete.

It is made by the S3 API and not by Terraform: Terraform's state of it would have to lie somewhere before there is a
place for states, and whoever loses that file could no longer change the bucket. Each setting is read first, so that it
may run again, also with a bucket that somebody else has made.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from tap_cli.deployment.account import PATIENCE, find_account
from tap_cli.deployment.approval import ask_for
from tap_cli.deployment.demo import NO_LOCATION
from tap_cli.errors import UserError
from tap_stack.settings import DeploymentSettings, S3State

OLD_VERSIONS_DAYS: Final = 365
"""How long a state that was overwritten can be had back; the newest ones for ever."""
KEPT_VERSIONS: Final = 50
UPLOAD_DAYS: Final = 7
"""When an upload that never ended is forgotten."""

CLOSED: Final = {
    "BlockPublicAcls": True,
    "IgnorePublicAcls": True,
    "BlockPublicPolicy": True,
    "RestrictPublicBuckets": True,
}
ENCRYPTED: Final = {"Rules": [{"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}]}
LIFECYCLE: Final = {
    "ID": "old-states",
    "Status": "Enabled",
    "Filter": {"Prefix": ""},
    "NoncurrentVersionExpiration": {"NoncurrentDays": OLD_VERSIONS_DAYS, "NewerNoncurrentVersions": KEPT_VERSIONS},
    "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": UPLOAD_DAYS},
}
Json = dict[str, Any]


@dataclass(frozen=True)
class Step:
    """One thing to do to a bucket.

    Attributes:
        title: what it is, for people.
        act: does it.
    """

    title: str
    act: Callable[[], object]


def make_bucket(
    deployment: DeploymentSettings, announce: Callable[[str], None], ask: Callable[[str, str], None] = ask_for
) -> None:
    """Make the bucket of an environment's state, or bring it to what a state needs.

    Args:
        deployment: the environment.
        announce: called with each line that the user is to know.
        ask: called with the environment's name and what is to be done before anything is; it may refuse.

    Raises:
        UserError: the environment's state is not in S3, the bucket is somebody else's, or AWS refuses.
    """
    name = deployment.settings.environment
    if not isinstance(deployment.state, S3State):
        raise UserError(f'The state of {name} is in no bucket. Say so in environments/{name}.toml: [state] type = "s3"')
    find_account(deployment)
    bucket = deployment.state.bucket
    client = boto3.Session(region_name=deployment.state_region).client("s3", config=PATIENCE)
    try:
        steps = list(_steps(client, bucket, deployment.state_region))
        for step in steps:
            announce(f"  + {step.title}")
        if not steps:
            announce(f"{bucket}: nothing to do.")
            return
        ask(name, f"{len(steps)} to do with bucket {bucket}")
        for step in steps:
            step.act()
        left = [step.title for step in _steps(client, bucket, deployment.state_region)]
    except (ClientError, BotoCoreError) as error:
        raise UserError(f"{name}: the bucket {bucket} is not as a state needs it: {error}") from None
    if left:
        raise UserError(f"{name}: done, and yet {bucket} has not: {', '.join(left)}")
    announce(f"{bucket}: versioned, encrypted, closed to the public, by TLS only, protected from deletion.")


def _steps(client: Any, bucket: str, region: str) -> Iterator[Step]:
    """Yield what is missing, each thing before what needs it."""
    if not _exists(client, bucket):
        place = {} if region == NO_LOCATION else {"CreateBucketConfiguration": {"LocationConstraint": region}}
        yield Step(f"bucket {bucket}, in {region}", lambda: client.create_bucket(Bucket=bucket, **place))
    if _answer(client.get_bucket_versioning, bucket).get("Status") != "Enabled":
        on = {"Status": "Enabled"}
        yield Step("versioning", lambda: client.put_bucket_versioning(Bucket=bucket, VersioningConfiguration=on))
    if not _answer(client.get_bucket_encryption, bucket):
        yield Step(
            "encryption by default",
            lambda: client.put_bucket_encryption(Bucket=bucket, ServerSideEncryptionConfiguration=ENCRYPTED),
        )
    if _answer(client.get_public_access_block, bucket).get("PublicAccessBlockConfiguration") != CLOSED:
        yield Step(
            "no public access",
            lambda: client.put_public_access_block(Bucket=bucket, PublicAccessBlockConfiguration=CLOSED),
        )
    rules = _answer(client.get_bucket_lifecycle_configuration, bucket).get("Rules", [])
    if not any(map(_is_ours, rules)):
        wanted = {"Rules": [*(rule for rule in rules if rule.get("ID") != LIFECYCLE["ID"]), LIFECYCLE]}
        yield Step(
            f"versions older than {OLD_VERSIONS_DAYS} days expire, but for the newest {KEPT_VERSIONS}",
            lambda: client.put_bucket_lifecycle_configuration(Bucket=bucket, LifecycleConfiguration=wanted),
        )
    policy = json.loads(_answer(client.get_bucket_policy, bucket).get("Policy", "{}"))
    ours = _statements(client.meta.partition, bucket)
    if any(statement not in policy.get("Statement", []) for statement in ours):
        sids = {statement["Sid"] for statement in ours}
        kept = [statement for statement in policy.get("Statement", []) if statement.get("Sid") not in sids]
        text = json.dumps({"Version": "2012-10-17", **policy, "Statement": [*kept, *ours]})
        yield Step("TLS only, and no deletion", lambda: client.put_bucket_policy(Bucket=bucket, Policy=text))


def _statements(partition: str, bucket: str) -> list[Json]:
    arn = f"arn:{partition}:s3:::{bucket}"
    everybody: Json = {"Effect": "Deny", "Principal": "*"}
    insecure = {"Bool": {"aws:SecureTransport": "false"}}
    return [
        {**everybody, "Sid": "TlsOnly", "Action": "s3:*", "Resource": [arn, f"{arn}/*"], "Condition": insecure},
        {**everybody, "Sid": "NoDeletion", "Action": "s3:DeleteBucket", "Resource": arn},
        {**everybody, "Sid": "NoDeletionOfVersions", "Action": "s3:DeleteObjectVersion", "Resource": f"{arn}/*"},
    ]


def _is_ours(rule: Json) -> bool:
    days = rule.get("NoncurrentVersionExpiration", {}).get("NoncurrentDays")
    return (rule.get("ID"), rule["Status"], days) == (LIFECYCLE["ID"], "Enabled", OLD_VERSIONS_DAYS)


def _exists(client: Any, bucket: str) -> bool:
    try:
        client.head_bucket(Bucket=bucket)
    except ClientError as error:
        if error.response["Error"]["Code"] in ("404", "NoSuchBucket"):
            return False
        raise
    return True


def _answer(ask: Callable[..., Any], bucket: str) -> Json:
    """Return what a bucket says of one setting; nothing where it has none, or where there is no bucket yet."""
    try:
        return dict(ask(Bucket=bucket))
    except ClientError as error:
        if error.response["Error"]["Code"].startswith(("NoSuch", "ServerSideEncryptionConfigurationNotFound")):
            return {}
        raise
