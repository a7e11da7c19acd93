"""Reads deployed resources back through the AWS API and compares them with what was synthesized."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import boto3

from tap_cli.deployment.by_name import find_apis, find_topic
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


def _alarm(synthesized: Json, session: boto3.Session) -> Pairs:
    found = session.client("cloudwatch").describe_alarms(AlarmNames=[synthesized["alarm_name"]])["MetricAlarms"]
    one: Mapping[str, Any] = found[0] if found else {}
    dimensions = {each["Name"]: each["Value"] for each in one.get("Dimensions", [])}
    yield (
        "metric",
        ((synthesized["namespace"], synthesized["metric_name"]), (one.get("Namespace"), one.get("MetricName"))),
    )
    yield "dimensions", (synthesized["dimensions"], dimensions)
    yield "threshold", (float(synthesized["threshold"]), one.get("Threshold"))
    yield "without data", (synthesized["treat_missing_data"], one.get("TreatMissingData"))
    yield "notified", (synthesized.get("alarm_actions", []), one.get("AlarmActions", []))


def _dashboard(synthesized: Json, session: boto3.Session) -> Pairs:
    found = session.client("cloudwatch").get_dashboard(DashboardName=synthesized["dashboard_name"])
    yield "body", (json.loads(synthesized["dashboard_body"]), json.loads(found["DashboardBody"]))


def _topic(synthesized: Json, session: boto3.Session) -> Pairs:
    client = session.client("sns")
    arn = find_topic(client, synthesized["name"])
    found = client.get_topic_attributes(TopicArn=arn)["Attributes"] if arn else {}
    yield "key", (synthesized["kms_master_key_id"], found.get("KmsMasterKeyId"))


def _api(synthesized: Json, session: boto3.Session) -> Pairs:
    found = next(iter(find_apis(session.client("apigatewayv2"), synthesized["name"])), {})
    cors, deployed = synthesized.get("cors_configuration") or {}, found.get("CorsConfiguration", {})
    yield "protocol", (synthesized["protocol_type"], found.get("ProtocolType"))
    yield "allowed origins", (cors.get("allow_origins", []), deployed.get("AllowOrigins", []))
    yield "credentials", (cors.get("allow_credentials", False), deployed.get("AllowCredentials", False))
    yield "tags", (synthesized["tags"], found.get("Tags", {}))


def _api_stage(synthesized: Json, session: boto3.Session) -> Pairs:
    found = session.client("apigatewayv2").get_stage(ApiId=synthesized["api_id"], StageName=synthesized["name"])
    log, routes = synthesized["access_log_settings"], synthesized["default_route_settings"]
    yield "access log", (log["destination_arn"], found.get("AccessLogSettings", {}).get("DestinationArn"))
    limits = found.get("DefaultRouteSettings", {})
    yield "rate", (float(routes["throttling_rate_limit"]), limits.get("ThrottlingRateLimit"))
    yield "burst", (routes["throttling_burst_limit"], limits.get("ThrottlingBurstLimit"))


def _permission(synthesized: Json, session: boto3.Session) -> Pairs:
    answer = session.client("lambda").get_policy(FunctionName=synthesized["function_name"])
    statements = json.loads(answer["Policy"])["Statement"]
    sources = [one.get("Condition", {}).get("ArnLike", {}).get("AWS:SourceArn") for one in statements]
    yield "who may invoke", ([synthesized["source_arn"]], sources)


READERS: Final[Mapping[str, tuple[str, str, Callable[[Json, boto3.Session], Pairs]]]] = {
    "aws_lambda_function": ("function", "function_name", _function),
    "aws_iam_role": ("role", "name", _role),
    "aws_iam_role_policy": ("policy", "name", _policy),
    "aws_cloudwatch_log_group": ("log group", "name", _log_group),
    "aws_kms_key": ("key", "description", _key),
    "aws_kms_alias": ("key alias", "name", _key_alias),
    "aws_sqs_queue": ("queue", "name", _queue),
    "aws_apigatewayv2_api": ("API", "name", _api),
    "aws_apigatewayv2_stage": ("stage", "name", _api_stage),
    "aws_lambda_permission": ("permission", "principal", _permission),
    "aws_cloudwatch_metric_alarm": ("alarm", "alarm_name", _alarm),
    "aws_cloudwatch_dashboard": ("dashboard", "dashboard_name", _dashboard),
    "aws_sns_topic": ("topic", "name", _topic),
}
"""For each Terraform type: what it is for people, the property that names one, and what reads it back."""
