"""What differs in AWS and no plan shows.

The provider compares the code with its own state alone, and looks at no more than what it manages.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import boto3
from botocore.exceptions import ClientError

from tap_cli.deployment.account import PATIENCE
from tap_cli.deployment.adoption import MISSING

Json = dict[str, Any]
Managed = Mapping[str, Sequence[Json]]

CODE: Final = "code (SHA-256)"


@dataclass(frozen=True)
class Difference:
    """One difference between what is declared and what is deployed.

    Attributes:
        resource: Terraform's address, or kind and name.
        what: an attribute of it, or what lies beside it.
        declared: how it is declared; None for what is not.
        deployed: how it is deployed; None for what is not.
        repair: the command that makes them agree.
    """

    resource: str
    what: str
    declared: str | None
    deployed: str | None
    repair: str


def managed_resources(state: Json) -> Managed:
    """Return the attributes of what a state manages, by type.

    Args:
        state: what `terraform state pull` prints (version 4 of Terraform's state).
    """
    found: dict[str, list[Json]] = defaultdict(list)
    for resource in state.get("resources", []):
        if resource["mode"] == "managed":
            found[resource["type"]] += [instance["attributes"] for instance in resource["instances"]]
    return found


def find_unseen(managed: Managed, session: boto3.Session, deploy: str) -> Iterator[Difference]:
    """Find what is deployed beside or instead of what a state manages; a resource that is gone is a plan's to show.

    Args:
        managed: what the state manages.
        session: signed in to the environment's account and region.
        deploy: the command that repairs what a deployment repairs.

    Raises:
        botocore.exceptions.ClientError: AWS refuses to answer.
    """
    iam, functions, logs = (session.client(service, config=PATIENCE) for service in ("iam", "lambda", "logs"))
    for role in managed.get("aws_iam_role", []):
        yield from _of_what_is_there(_beside_role(role["name"], managed, iam))
    for function in managed.get("aws_lambda_function", []):
        name = function["function_name"]
        yield from _of_what_is_there(_other_code(function, functions, deploy))
        for find in BESIDE_FUNCTION:
            yield from _of_what_is_there(find(name, managed, functions))
        yield from _log_groups(name, managed, logs)
    for group in managed.get("aws_cloudwatch_log_group", []):
        yield from _of_what_is_there(_subscriptions(group["name"], managed, logs))


def _of_what_is_there(found: Iterator[Difference]) -> Iterator[Difference]:
    try:
        yield from found
    except ClientError as error:
        if not MISSING.search(error.response["Error"]["Code"]):
            raise


def _values(managed: Managed, kind: str, name: str) -> set[str]:
    return {str(one[name]) for one in managed.get(kind, [])}


def _beside_role(role: str, managed: Managed, iam: Any) -> Iterator[Difference]:
    inline = {one["name"] for one in managed.get("aws_iam_role_policy", []) if one["role"] == role}
    for page in iam.get_paginator("list_role_policies").paginate(RoleName=role):
        for policy in sorted(set(page["PolicyNames"]) - inline):
            remedy = f"aws iam delete-role-policy --role-name {role} --policy-name {policy}"
            yield Difference(f"role {role}", f"inline policy {policy}", None, "there", remedy)
    attached = {one["policy_arn"] for one in managed.get("aws_iam_role_policy_attachment", []) if one["role"] == role}
    for page in iam.get_paginator("list_attached_role_policies").paginate(RoleName=role):
        for arn in sorted({one["PolicyArn"] for one in page["AttachedPolicies"]} - attached):
            remedy = f"aws iam detach-role-policy --role-name {role} --policy-arn {arn}"
            yield Difference(f"role {role}", f"managed policy {arn}", None, "attached", remedy)


def _other_code(function: Json, client: Any, deploy: str) -> Iterator[Difference]:
    declared, deployed = function.get("source_code_hash"), deployed_code(function["function_name"], client)
    if declared and declared != deployed:
        yield Difference(f"function {function['function_name']}", CODE, declared, deployed, deploy)


def deployed_code(function: str, client: Any) -> str:
    """Return the SHA-256 of a function's package, in base64, as AWS Lambda reports it."""
    return str(client.get_function_configuration(FunctionName=function)["CodeSha256"])


def _statements(function: str, managed: Managed, client: Any) -> Iterator[Difference]:
    ours = _values(managed, "aws_lambda_permission", "statement_id")
    policy = json.loads(client.get_policy(FunctionName=function)["Policy"])
    for statement in sorted({one["Sid"] for one in policy["Statement"]} - ours):
        remedy = f"aws lambda remove-permission --function-name {function} --statement-id {statement}"
        yield Difference(f"function {function}", f"who may invoke it: {statement}", None, "there", remedy)


def _url(function: str, managed: Managed, client: Any) -> Iterator[Difference]:
    if not managed.get("aws_lambda_function_url"):
        kind = client.get_function_url_config(FunctionName=function)["AuthType"]
        remedy = f"aws lambda delete-function-url-config --function-name {function}"
        yield Difference(f"function {function}", "function URL", None, f"there, authorization {kind}", remedy)


def _event_sources(function: str, managed: Managed, client: Any) -> Iterator[Difference]:
    ours = _values(managed, "aws_lambda_event_source_mapping", "uuid")
    for page in client.get_paginator("list_event_source_mappings").paginate(FunctionName=function):
        for one in page["EventSourceMappings"]:
            if one["UUID"] not in ours:
                remedy = f"aws lambda delete-event-source-mapping --uuid {one['UUID']}"
                source = one.get("EventSourceArn", one["UUID"])
                yield Difference(f"function {function}", f"event source {source}", None, "there", remedy)


def _asynchronous(function: str, managed: Managed, client: Any) -> Iterator[Difference]:
    if not managed.get("aws_lambda_function_event_invoke_config"):
        client.get_function_event_invoke_config(FunctionName=function)
        remedy = f"aws lambda delete-function-event-invoke-config --function-name {function}"
        yield Difference(f"function {function}", "settings of asynchronous invocations", None, "there", remedy)


def _log_groups(function: str, managed: Managed, logs: Any) -> Iterator[Difference]:
    """Find the log groups that Lambda or a person made for the function and that nobody manages."""
    usual, ours = f"/aws/lambda/{function}", _values(managed, "aws_cloudwatch_log_group", "name")
    for prefix in (usual, f"/aws/lambda/us-east-1.{function}"):  # the second is that of Lambda@Edge
        for page in logs.get_paginator("describe_log_groups").paginate(logGroupNamePrefix=prefix):
            for name in (group["logGroupName"] for group in page["logGroups"]):
                if name not in ours and (name == prefix or name.startswith(f"{prefix}/")):
                    remedy = f"aws logs delete-log-group --log-group-name {name}"
                    yield Difference(f"function {function}", f"log group {name}", None, "there", remedy)


def _subscriptions(group: str, managed: Managed, logs: Any) -> Iterator[Difference]:
    ours = _values(managed, "aws_cloudwatch_log_subscription_filter", "name")
    for page in logs.get_paginator("describe_subscription_filters").paginate(logGroupName=group):
        for one in page["subscriptionFilters"]:
            if one["filterName"] not in ours:
                remedy = (
                    f"aws logs delete-subscription-filter --log-group-name {group} --filter-name {one['filterName']}"
                )
                what = f"subscription {one['filterName']} to {one['destinationArn']}"
                yield Difference(f"log group {group}", what, None, "there", remedy)


BESIDE_FUNCTION: Final = (_statements, _url, _event_sources, _asynchronous)
"""What can be put beside a function without any plan showing it."""
