"""What exists in AWS under the name that a stack gives it: looked up, so that Terraform can import it.

Names are deterministic, so a resource whose state was lost is found again. How each type is found and which id the
provider wants for an import is written in the table at the end (the provider's documentation of each resource).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import boto3
from botocore.exceptions import ClientError

from tap_cli.deployment.by_name import find_apis, find_topic

Json = dict[str, Any]

_REFERENCE: Final = re.compile(r"\$\{(\w+)\.(\w+)\.(\w+)\}")

MISSING: Final = re.compile(
    r"NoSuchEntity|ResourceNotFound(Exception)?|NotFoundException|NonExistentQueue|QueueDoesNotExist|NoSuchBucket|404"
)
"""The codes with which services say that something is not there."""


@dataclass(frozen=True)
class Existing:
    """A resource that exists in AWS.

    Attributes:
        address: Terraform's address of it.
        id: what the provider imports it by.
    """

    address: str
    id: str


class Lookup:
    """What a finder may ask: AWS, and the other resources of the stack.

    Args:
        resources: the stack's, by type and logical id, as synthesized.
        session: signed in to the environment's account and region.
    """

    def __init__(self, resources: Mapping[str, Mapping[str, Json]], session: boto3.Session) -> None:
        self._resources, self._session = resources, session

    def client(self, service: str) -> Any:
        """Return a client of a service."""
        return self._session.client(service)  # type: ignore[call-overload]  # its types know a service by a literal

    def text(self, value: object) -> str:
        """Return a text with each reference to a name replaced by the name."""
        return _REFERENCE.sub(self._named, str(value))

    def id_of(self, reference: object) -> str | None:
        """Find the resource that a reference leads to; return its id, None where it does not exist."""
        found = _REFERENCE.fullmatch(str(reference))
        if found is None:
            return str(reference)
        kind, logical_id, _ = found.groups()
        return find(kind, logical_id, self._resources[kind][logical_id], self)

    def referring(self, kind: str, attribute: str, target: str) -> Iterator[Json]:
        """Yield the resources of a type whose attribute refers to an address."""
        for resource in self._resources.get(kind, {}).values():
            if str(resource.get(attribute, "")).startswith(f"${{{target}."):
                yield resource

    def _named(self, found: re.Match[str]) -> str:
        kind, logical_id, attribute = found.groups()
        resource = self._resources.get(kind, {}).get(logical_id, {})
        value = resource.get(attribute) or resource.get("name") or resource.get("function_name") or found[0]
        return str(value)


Finder = Callable[[str, Json, Lookup], str | None]
"""Gets a resource's address, its attributes and what it may ask; returns the import id of what exists, or None."""


def find_existing(
    resources: Mapping[str, Mapping[str, Json]], known: set[str], session: boto3.Session
) -> Iterator[Existing]:
    """Find the resources of a stack that exist in AWS and that its state does not know.

    Args:
        resources: the stack's, by type and logical id, as synthesized.
        known: the addresses in the state.
        session: signed in to the environment's account and region.

    Raises:
        botocore.exceptions.ClientError: AWS refuses to answer.
    """
    lookup = Lookup(resources, session)
    for kind, ones in resources.items():
        for logical_id, attributes in ones.items():
            address = f"{kind}.{logical_id}"
            if address not in known and (found := find(kind, logical_id, attributes, lookup)):
                yield Existing(address, found)


def find(kind: str, logical_id: str, attributes: Json, lookup: Lookup) -> str | None:
    """Find one resource in AWS; return its import id, None where it does not exist or its type has no finder."""
    finder = FINDERS.get(kind)
    if finder is None:
        return None
    try:
        return finder(f"{kind}.{logical_id}", attributes, lookup)
    except ClientError as error:
        if MISSING.search(error.response["Error"]["Code"]):
            return None
        raise


def _role(_: str, role: Json, lookup: Lookup) -> str:
    lookup.client("iam").get_role(RoleName=role["name"])
    return str(role["name"])


def _role_policy(_: str, policy: Json, lookup: Lookup) -> str:
    role = lookup.text(policy["role"])
    lookup.client("iam").get_role_policy(RoleName=role, PolicyName=policy["name"])
    return f"{role}:{policy['name']}"


def _function(_: str, function: Json, lookup: Lookup) -> str:
    lookup.client("lambda").get_function_configuration(FunctionName=function["function_name"])
    return str(function["function_name"])


def _log_group(_: str, group: Json, lookup: Lookup) -> str | None:
    groups = lookup.client("logs").describe_log_groups(logGroupNamePrefix=group["name"])["logGroups"]
    return str(group["name"]) if any(found["logGroupName"] == group["name"] for found in groups) else None


def _queue(_: str, queue: Json, lookup: Lookup) -> str:
    return str(lookup.client("sqs").get_queue_url(QueueName=queue["name"])["QueueUrl"])


def _queue_policy(_: str, policy: Json, lookup: Lookup) -> str | None:
    url = lookup.id_of(policy["queue_url"])
    if url is None:
        return None
    answer = lookup.client("sqs").get_queue_attributes(QueueUrl=url, AttributeNames=["Policy"])
    return url if answer.get("Attributes", {}).get("Policy") else None


def _key(address: str, _: Json, lookup: Lookup) -> str | None:
    """Find a key by its alias: a key has no name of its own."""
    for alias in lookup.referring("aws_kms_alias", "target_key_id", address):
        return str(lookup.client("kms").describe_key(KeyId=alias["name"])["KeyMetadata"]["KeyId"])
    return None


def _alias(_: str, alias: Json, lookup: Lookup) -> str:
    lookup.client("kms").describe_key(KeyId=alias["name"])
    return str(alias["name"])


def _event_invoke_config(_: str, config: Json, lookup: Lookup) -> str:
    name = lookup.text(config["function_name"])
    lookup.client("lambda").get_function_event_invoke_config(FunctionName=name)
    return name


def _metric_alarm(_: str, alarm: Json, lookup: Lookup) -> str | None:
    found = lookup.client("cloudwatch").describe_alarms(AlarmNames=[alarm["alarm_name"]])["MetricAlarms"]
    return str(alarm["alarm_name"]) if found else None


def _dashboard(_: str, dashboard: Json, lookup: Lookup) -> str:
    lookup.client("cloudwatch").get_dashboard(DashboardName=dashboard["dashboard_name"])
    return str(dashboard["dashboard_name"])


def _topic(_: str, topic: Json, lookup: Lookup) -> str | None:
    return find_topic(lookup.client("sns"), topic["name"])


def _topic_policy(_: str, policy: Json, lookup: Lookup) -> str | None:
    return lookup.id_of(policy["arn"])


def _api(_: str, api: Json, lookup: Lookup) -> str | None:
    """Find an API by its name; none where several have it."""
    found = find_apis(lookup.client("apigatewayv2"), api["name"])
    return str(found[0]["ApiId"]) if len(found) == 1 else None


def _api_stage(_: str, stage: Json, lookup: Lookup) -> str | None:
    api = lookup.id_of(stage["api_id"])
    if api is None:
        return None
    lookup.client("apigatewayv2").get_stage(ApiId=api, StageName=stage["name"])
    return f"{api}/{stage['name']}"


def _api_route(_: str, route: Json, lookup: Lookup) -> str | None:
    api = lookup.id_of(route["api_id"])
    routes = lookup.client("apigatewayv2").get_routes(ApiId=api)["Items"] if api else []
    return next((f"{api}/{found['RouteId']}" for found in routes if found["RouteKey"] == route["route_key"]), None)


def _api_integration(_: str, integration: Json, lookup: Lookup) -> str | None:
    """Find the one integration of an API that has a single one: it has no name."""
    api = lookup.id_of(integration["api_id"])
    found = lookup.client("apigatewayv2").get_integrations(ApiId=api)["Items"] if api else []
    return f"{api}/{found[0]['IntegrationId']}" if len(found) == 1 else None


def _permission(_: str, permission: Json, lookup: Lookup) -> str | None:
    """Find a permission to invoke by its service and its function: the provider makes up its name."""
    name = lookup.text(permission["function_name"])
    document = json.loads(lookup.client("lambda").get_policy(FunctionName=name)["Policy"])
    wanted = {"Service": permission["principal"]}
    found = [str(one["Sid"]) for one in document["Statement"] if one.get("Principal") == wanted]
    return f"{name}/{found[0]}" if len(found) == 1 else None


FINDERS: Final[Mapping[str, Finder]] = {
    "aws_apigatewayv2_api": _api,
    "aws_apigatewayv2_integration": _api_integration,
    "aws_apigatewayv2_route": _api_route,
    "aws_apigatewayv2_stage": _api_stage,
    "aws_cloudwatch_dashboard": _dashboard,
    "aws_cloudwatch_log_group": _log_group,
    "aws_cloudwatch_metric_alarm": _metric_alarm,
    "aws_iam_role": _role,
    "aws_iam_role_policy": _role_policy,
    "aws_kms_alias": _alias,
    "aws_kms_key": _key,
    "aws_lambda_function": _function,
    "aws_lambda_permission": _permission,
    "aws_lambda_function_event_invoke_config": _event_invoke_config,
    "aws_sns_topic": _topic,
    "aws_sns_topic_policy": _topic_policy,
    "aws_sqs_queue": _queue,
    "aws_sqs_queue_policy": _queue_policy,
}
"""How each type that TapStack makes is found."""
