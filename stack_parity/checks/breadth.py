"""What is too broad about a grant to a function's role.

Sources: the AWS Service Authorization Reference for what has a resource type, the Lambda developer guide for the rest.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from stack_parity.checks.log_groups import is_within
from stack_parity.iam.grants import Grant
from stack_parity.iam.patterns import ANY, has_wildcard

WITHOUT_RESOURCE: Final = (
    "xray:puttracesegments",
    "xray:puttelemetryrecords",
    "xray:getsamplingrules",
    "xray:getsamplingtargets",
    "xray:getsamplingstatisticsummaries",
    "ec2:createnetworkinterface",
    "ec2:deletenetworkinterface",
    "ec2:describenetworkinterfaces",
    "ec2:assignprivateipaddresses",
    "ec2:unassignprivateipaddresses",
)
"""Actions for which AWS knows no resource, or none that a function could name beforehand."""


def too_broad(grant: Grant, group: str, narrowed: Mapping[str, str]) -> str:
    """Return what is too broad about a grant; empty where nothing is.

    Args:
        grant: of the function's role.
        group: the name of the function's own log group.
        narrowed: actions on any resource that are narrow enough under a condition: action = condition key.
    """
    if grant.effect != "Allow":
        return ""
    if grant.actions.negated or grant.resources.negated:
        return "allows all but a few"
    action, resource = grant.actions.values[0], (grant.resources.values or (ANY,))[0]
    if has_wildcard(action):
        return "a wildcard in the action"
    if action.startswith("logs:"):
        return "" if is_within(resource, group) else "logs of other functions, too"
    for key in (key for wanted, key in narrowed.items() if wanted.lower() == action):
        return "" if narrowed_to(grant, key) else f"no condition on {key}"
    return "any resource" if resource == ANY and action not in WITHOUT_RESOURCE else ""


def is_open(grant: Grant) -> bool:
    """Return whether a trust policy's grant lets in principals that nobody named; a condition may narrow `*`."""
    anyone = grant.principals.negated or "AWS:*" in grant.principals.values
    return grant.effect == "Allow" and anyone and not grant.conditions


def narrowed_to(grant: Grant, key: str) -> tuple[str, ...]:
    """Return the values of a condition key that a grant is narrowed to."""
    wanted = key.lower()
    found = (item.values for item in grant.conditions if item.key == wanted and "not" not in item.operator)
    return next(found, ())
