"""What an import cannot fill: attributes that steer Terraform alone, or that AWS does not tell.

An import leaves them empty, so the first plan after it would change the resource in place. Source: the documentation
of the AWS provider 5.100, the notes in "Import" and the attributes that belong to no answer of AWS's.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

Json = dict[str, Any]

UNREAD: Final[Mapping[str, frozenset[str]]] = {
    type_: frozenset(names.split())
    for type_, names in {
        "aws_api_gateway_deployment": "triggers variables stage_description",
        "aws_api_gateway_rest_api": "put_rest_api_mode fail_on_warnings",
        "aws_apigatewayv2_api": "body fail_on_warnings",
        "aws_apigatewayv2_deployment": "triggers",
        "aws_cloudwatch_event_rule": "force_destroy",
        "aws_cloudwatch_event_target": "force_destroy",
        "aws_cloudwatch_log_group": "skip_destroy",
        "aws_iam_role": "force_detach_policies",
        "aws_iam_user": "force_destroy",
        "aws_kms_key": "deletion_window_in_days bypass_policy_lockout_safety_check",
        "aws_lambda_function": "filename source_code_hash publish skip_destroy replace_security_groups_on_destroy",
        "aws_lambda_layer_version": "filename source_code_hash skip_destroy",
        "aws_s3_bucket": "force_destroy",
        "aws_s3_object": "source force_destroy",
        "aws_secretsmanager_secret": "recovery_window_in_days force_overwrite_replica_secret",
        "aws_sfn_state_machine": "publish",
        "aws_sns_topic_subscription": "confirmation_timeout_in_minutes endpoint_auto_confirms",
        "aws_ssm_parameter": "overwrite",
    }.items()
}
"""By type, the attributes whose value only the configuration knows."""

CODE_HASHES: Final = {"aws_lambda_function": "code_sha256", "aws_lambda_layer_version": "code_sha256"}
"""By type, the attribute in which an import tells the hash of the code that is deployed."""


def changing(change: Json) -> set[str]:
    """Return the attributes that a plan would set; what only follows from them is not known yet and left out."""
    before, after = change["before"] or {}, change["after"] or {}
    return {name for name in {*before, *after} - {*_unknown(change)} if before.get(name) != after.get(name)}


def fault_of(resource: Json, stack: Path) -> str | None:
    """Return why a planned change cannot be taken for an import alone; None where it can.

    Args:
        resource: one of the plan's `resource_changes`.
        stack: the folder from which the configuration names its packages.
    """
    change, address = resource["change"], resource["address"]
    if "importing" not in change:
        return f"{address}: it is not imported, and the plan would {' and '.join(change['actions'])} it."
    if change["actions"] == ["no-op"]:
        return None
    if change["actions"] != ["update"]:
        return f"{address}: the plan would {' and '.join(change['actions'])} what is live."
    real = sorted(changing(change) - UNREAD.get(resource["type"], frozenset()))
    if real:
        before, after = change["before"] or {}, change["after"] or {}
        differences = "; ".join(f"{name}: live {before.get(name)!r}, stated {after.get(name)!r}" for name in real)
        return f"{address}: what is live differs from the configuration: {differences}"
    return _code_fault(resource, stack)


def _code_fault(resource: Json, stack: Path) -> str | None:
    """Return what is wrong with the code: equal code is proved by its hash."""
    change = resource["change"]
    attribute, package = CODE_HASHES.get(resource["type"]), (change["after"] or {}).get("filename")
    live = (change["before"] or {}).get(attribute) if attribute else None
    if live is None or not package:
        return None
    own = base64.b64encode(hashlib.sha256((stack / package).read_bytes()).digest()).decode()
    if own == live:
        return None
    return (
        f"{resource['address']}: other code is live than in {package} (SHA-256 {live}, here {own}). Take over the code "
        "that runs (Lambda's GetFunction gives it), then deploy the other one as a change of its own."
    )


def _unknown(change: Json) -> set[str]:
    unknown = change.get("after_unknown") or {}
    return {name for name, value in unknown.items() if value is True}
