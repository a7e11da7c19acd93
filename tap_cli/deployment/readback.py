"""Reads deployed resources back through the AWS API and compares them with what was synthesized."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import boto3

from tap_cli.deployment.deployed_stack import Json, Stack


@dataclass(frozen=True)
class Comparison:
    """One property of one resource, as synthesized and as AWS reports it."""

    resource: str
    name: str
    synthesized: Any
    deployed: Any

    @property
    def is_same(self) -> bool:
        """Whether AWS has what was synthesized."""
        return bool(self.synthesized == self.deployed)

    def __str__(self) -> str:
        """Say what differs."""
        return f"{self.resource}: {self.name} was synthesized as {self.synthesized!r} and is {self.deployed!r}"


def compare(stack: Stack, session: boto3.Session) -> list[Comparison]:
    """Compare every resource of a known type; the session's region and endpoint say where it is."""
    return [
        Comparison(f"{title} {synthesized[key]}", name, *pair)
        for kind, (title, key, read) in READERS.items()
        for synthesized in stack.resources.get(kind, {}).values()
        for name, pair in read(synthesized, session)
    ]


Pairs = Iterator[tuple[str, tuple[Any, Any]]]


def _function(synthesized: Json, session: boto3.Session) -> Pairs:
    client = session.client("lambda")
    name = synthesized["function_name"]
    answer: Mapping[str, Any] = client.get_function(FunctionName=name)
    found = answer["Configuration"]
    logging = synthesized["logging_config"]
    yield "role", (synthesized["role"], found["Role"])
    yield "runtime", (synthesized["runtime"], found["Runtime"])
    yield "handler", (synthesized["handler"], found["Handler"])
    yield "package (SHA-256)", (synthesized["source_code_hash"], found["CodeSha256"])
    yield "architecture", (synthesized["architectures"], found["Architectures"])
    yield "memory (MB)", (synthesized["memory_size"], found["MemorySize"])
    yield "timeout (s)", (synthesized["timeout"], found["Timeout"])
    yield "ephemeral storage (MB)", (synthesized["ephemeral_storage"]["size"], found["EphemeralStorage"]["Size"])
    yield "tracing", (synthesized["tracing_config"]["mode"], found["TracingConfig"]["Mode"])
    yield "variables", (synthesized["environment"]["variables"], found["Environment"]["Variables"])
    yield "layers", (synthesized.get("layers", []), [layer["Arn"] for layer in found.get("Layers", [])])
    yield "KMS key", (synthesized.get("kms_key_arn"), found.get("KMSKeyArn") or None)
    dead_letters = synthesized.get("dead_letter_config", {}).get("target_arn")
    yield "dead-letter target", (dead_letters, found.get("DeadLetterConfig", {}).get("TargetArn"))
    yield "log format", (logging["log_format"], found["LoggingConfig"]["LogFormat"])
    yield "log level", (logging["application_log_level"], found["LoggingConfig"]["ApplicationLogLevel"])
    yield "system log level", (logging["system_log_level"], found["LoggingConfig"]["SystemLogLevel"])
    yield "log group", (logging["log_group"], found["LoggingConfig"]["LogGroup"])
    concurrency = client.get_function_concurrency(FunctionName=name).get("ReservedConcurrentExecutions")
    yield "reserved concurrency", (synthesized.get("reserved_concurrent_executions"), concurrency)
    yield "tags", (synthesized["tags"], answer.get("Tags", {}))


def _role(synthesized: Json, session: boto3.Session) -> Pairs:
    client = session.client("iam")
    name = synthesized["name"]
    found: Mapping[str, Any] = client.get_role(RoleName=name)["Role"]
    boundary = found.get("PermissionsBoundary", {}).get("PermissionsBoundaryArn")
    yield "trust policy", (json.loads(synthesized["assume_role_policy"]), found["AssumeRolePolicyDocument"])
    yield "permissions boundary", (synthesized.get("permissions_boundary"), boundary)
    yield "tags", (synthesized["tags"], {tag["Key"]: tag["Value"] for tag in found.get("Tags", [])})
    attached = client.list_attached_role_policies(RoleName=name)["AttachedPolicies"]
    yield "managed policies", ([], [policy["PolicyArn"] for policy in attached])


def _policy(synthesized: Json, session: boto3.Session) -> Pairs:
    found: Mapping[str, Any] = session.client("iam").get_role_policy(
        RoleName=synthesized["role"], PolicyName=synthesized["name"]
    )
    yield "document", (json.loads(synthesized["policy"]), found["PolicyDocument"])


def _log_group(synthesized: Json, session: boto3.Session) -> Pairs:
    client = session.client("logs")
    name = synthesized["name"]
    groups: list[Any] = client.describe_log_groups(logGroupNamePrefix=name)["logGroups"]
    found: Mapping[str, Any] = next((group for group in groups if group["logGroupName"] == name), {})
    yield "name", (name, found.get("logGroupName"))
    yield "retention (days)", (synthesized["retention_in_days"] or None, found.get("retentionInDays"))
    yield "KMS key", (synthesized.get("kms_key_id"), found.get("kmsKeyId"))
    tags = client.list_tags_for_resource(resourceArn=found["arn"].removesuffix(":*"))["tags"] if found else {}
    yield "tags", (synthesized["tags"], tags)


def _key(synthesized: Json, session: boto3.Session) -> Pairs:
    client = session.client("kms")
    keys = [client.describe_key(KeyId=key["KeyId"])["KeyMetadata"] for key in client.list_keys()["Keys"]]
    found = next((key for key in keys if key["Description"] == synthesized["description"]), None)
    yield "description", (synthesized["description"], found and found["Description"])
    if found is None:
        return
    name = found["KeyId"]
    policy = client.get_key_policy(KeyId=name, PolicyName="default")["Policy"]
    tags = {tag["TagKey"]: tag["TagValue"] for tag in client.list_resource_tags(KeyId=name)["Tags"]}
    yield "policy", (json.loads(synthesized["policy"]), json.loads(policy))
    yield (
        "rotation",
        (synthesized["enable_key_rotation"], client.get_key_rotation_status(KeyId=name)["KeyRotationEnabled"]),
    )
    yield "tags", (synthesized["tags"], tags)


def _key_alias(synthesized: Json, session: boto3.Session) -> Pairs:
    key = session.client("kms").describe_key(KeyId=synthesized["name"])["KeyMetadata"]
    yield "key", (synthesized["target_key_id"], key["Arn"])


def _queue(synthesized: Json, session: boto3.Session) -> Pairs:
    client = session.client("sqs")
    url = client.get_queue_url(QueueName=synthesized["name"])["QueueUrl"]
    found = client.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
    yield "policy", (json.loads(synthesized["policy"]), json.loads(found.get("Policy", "null")))
    yield "retention (s)", (synthesized["message_retention_seconds"], int(found["MessageRetentionPeriod"]))
    yield "encrypted by SQS", (synthesized["sqs_managed_sse_enabled"], found.get("SqsManagedSseEnabled") == "true")
    yield "tags", (synthesized["tags"], client.list_queue_tags(QueueUrl=url).get("Tags", {}))


READERS: Final[Mapping[str, tuple[str, str, Callable[[Json, boto3.Session], Pairs]]]] = {
    "aws_lambda_function": ("function", "function_name", _function),
    "aws_iam_role": ("role", "name", _role),
    "aws_iam_role_policy": ("policy", "name", _policy),
    "aws_cloudwatch_log_group": ("log group", "name", _log_group),
    "aws_kms_key": ("key", "description", _key),
    "aws_kms_alias": ("key alias", "name", _key_alias),
    "aws_sqs_queue": ("queue", "name", _queue),
}
"""For each Terraform type: what it is for people, the property that names one, and what reads it back."""
