"""Principles of the execution role: logs, traces, metrics, and nothing broader.

Sources: the AWS Service Authorization Reference for what has a resource type, the Lambda developer guide for the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from stack_parity.aws.identity import LAMBDA_LOG_GROUPS, physical_name
from stack_parity.checks.facts import Facts, Principle, failed, for_each, passed, undecided
from stack_parity.compare.verdicts import Evidence, Outcome
from stack_parity.iam.grants import Grant, Policy
from stack_parity.iam.patterns import matches_all
from stack_parity.model.program import Resource
from stack_parity.model.values import join_parts

LOG_ACTIONS: Final = ("logs:createloggroup", "logs:createlogstream", "logs:describelogstreams", "logs:putlogevents")
TRACE_ACTIONS: Final = ("xray:puttelemetryrecords", "xray:puttracesegments")
METRIC_ACTION: Final = "cloudwatch:putmetricdata"
NAMESPACE_KEY: Final = "cloudwatch:namespace"
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

_NO_FUNCTION: Final = "there is no Lambda function"


def _logs(facts: Facts) -> Outcome:
    def check(function: Resource) -> Outcome:
        group = log_group_name(facts, function)
        return _needs(
            facts, function, LOG_ACTIONS, lambda grant: any(_reaches(item, group) for item in grant.resources.values)
        )

    return for_each(facts.functions, check, none=_NO_FUNCTION)


def _traces(facts: Facts) -> Outcome:
    def check(function: Resource) -> Outcome:
        mode = function.attributes.get("tracing_config")
        active = isinstance(mode, dict) and mode.get("mode") == "Active"
        if not active:
            return failed(
                Evidence(function.address, "tracing_config.mode", facts.spell(mode) if mode else "PassThrough")
            )
        return _needs(facts, function, TRACE_ACTIONS, lambda grant: "*" in grant.resources.values)

    return for_each(facts.functions, check, none=_NO_FUNCTION)


def _metrics(facts: Facts) -> Outcome:
    def check(function: Resource) -> Outcome:
        granted = _needs(facts, function, (METRIC_ACTION,), lambda grant: "*" in grant.resources.values)
        open_ = [grant for grant in _metric_grants(facts, function) if not _namespaces(grant)]
        if open_:
            return failed(*(Evidence(function.address, "no condition on the namespace", str(grant)) for grant in open_))
        return granted

    return for_each(facts.functions, check, none=_NO_FUNCTION)


def _namespace_follows(facts: Facts) -> Outcome:
    def check(function: Resource) -> Outcome:
        namespaces = sorted({name for grant in _metric_grants(facts, function) for name in _namespaces(grant)})
        if not namespaces:
            return failed(Evidence(function.address, NAMESPACE_KEY, "no namespace is named"))
        if not facts.environment:
            return undecided("the input does not name its environment", function.address)
        evidence = [Evidence(function.address, NAMESPACE_KEY, name) for name in namespaces]
        follows = all(facts.environment.lower() in name.lower() for name in namespaces)
        return passed(*evidence) if follows else failed(*evidence)

    return for_each(facts.functions, check, none=_NO_FUNCTION)


def _nothing_broader(facts: Facts) -> Outcome:
    def check(function: Resource) -> Outcome:
        policy = _policy(facts, function)
        if policy is None:
            return undecided("its role is not part of the program", function.address)
        group = log_group_name(facts, function)
        broad = [(grant, why) for grant in sorted(policy.grants) if (why := _too_broad(grant, group))]
        broad += [(grant, "anyone may assume the role") for grant in sorted(_trust(facts, function)) if _is_open(grant)]
        if broad:
            return failed(*(Evidence(function.address, why, str(grant)) for grant, why in broad))
        if policy.unreadable:
            return undecided("; ".join(policy.unreadable), function.address)
        return passed(Evidence(function.address, "grants", str(len(policy.grants))))

    return for_each(facts.functions, check, none=_NO_FUNCTION)


def log_group_name(facts: Facts, function: Resource) -> str:
    """Give the name of the log group that a function writes to, spelled."""
    config = function.attributes.get("logging_config")
    named = config.get("log_group") if isinstance(config, dict) else None
    if named is not None:
        return facts.spell(named)
    name = physical_name(function)
    parts = [name] if isinstance(name, str) else list(getattr(name, "parts", [name] if name is not None else []))
    return facts.spell(join_parts([LAMBDA_LOG_GROUPS, *parts])) if parts else ""


def _policy(facts: Facts, function: Resource) -> Policy | None:
    role = facts.architecture.role_of(function)
    return None if role is None else facts.permissions[role.resource.address]


def _trust(facts: Facts, function: Resource) -> frozenset[Grant]:
    role = facts.architecture.role_of(function)
    return frozenset() if role is None else facts.trust[role.resource.address].grants


def _is_open(grant: Grant) -> bool:
    """Does it let principals in that nobody named? A condition may narrow `*`, so only an unconditional one counts."""
    anyone = grant.principals.negated or "AWS:*" in grant.principals.values
    return grant.effect == "Allow" and anyone and not grant.conditions


def _needs(facts: Facts, function: Resource, actions: tuple[str, ...], suits: Callable[[Grant], bool]) -> Outcome:
    """Ask for an Allow of each action that suits, with no Deny of it."""
    policy = _policy(facts, function)
    if policy is None:
        return undecided("its role is not part of the program", function.address)
    lacking = [action for action in actions if not _is_allowed(policy, action, suits)]
    if not lacking:
        return passed(*(Evidence(function.address, "allowed", action) for action in actions))
    if policy.unreadable:
        return undecided("; ".join(policy.unreadable), function.address)
    return failed(*(Evidence(function.address, "not allowed", action) for action in lacking))


def _is_allowed(policy: Policy, action: str, suits: Callable[[Grant], bool]) -> bool:
    allowed = any(_allows(grant, action) and suits(grant) for grant in policy.grants)
    return allowed and not any(grant.effect == "Deny" and _acts(grant, action) for grant in policy.grants)


def _allows(grant: Grant, action: str) -> bool:
    return grant.effect == "Allow" and _acts(grant, action)


def _acts(grant: Grant, action: str) -> bool:
    matches = any(matches_all(pattern, action) for pattern in grant.actions.values)
    return matches != grant.actions.negated


def _metric_grants(facts: Facts, function: Resource) -> Iterator[Grant]:
    policy = _policy(facts, function)
    for grant in sorted(policy.grants) if policy is not None else ():
        if _allows(grant, METRIC_ACTION):
            yield grant


def _namespaces(grant: Grant) -> tuple[str, ...]:
    found = (item.values for item in grant.conditions if item.key == NAMESPACE_KEY and "not" not in item.operator)
    return next(found, ())


def _reaches(resource: str, group: str) -> bool:
    """Does a resource of a policy take in this log group? Region and account are not looked at."""
    if resource == "*":
        return True
    name = _log_group_of(resource)
    return name is not None and any(matches_all(name, wanted) for wanted in (group, f"{group}:*"))


def _log_group_of(resource: str) -> str | None:
    """Give what stands after `log-group:` in an ARN of CloudWatch Logs; `*` where the ARN ends earlier."""
    fields = resource.split(":", 5)
    if fields[0] != "arn" or len(fields) < 3 or fields[2] != "logs":
        return None
    if len(fields) < 6 or fields[5] == "*":
        return "*"
    return fields[5].removeprefix("log-group:") if fields[5].startswith("log-group:") else None


def _too_broad(grant: Grant, group: str) -> str:
    """Say what is too broad about a grant, or nothing."""
    if grant.effect != "Allow":
        return ""
    if grant.actions.negated or grant.resources.negated:
        return "allows all but a few"
    action, resource = grant.actions.values[0], (grant.resources.values or ("*",))[0]
    if "*" in action:
        return "a wildcard in the action"
    if action.startswith("logs:"):
        return "" if _is_own(resource, group) else "logs of other functions, too"
    if action == METRIC_ACTION:
        return "" if _namespaces(grant) else "metrics of any namespace"
    return "any resource" if resource == "*" and action not in WITHOUT_RESOURCE else ""


def _is_own(resource: str, group: str) -> bool:
    """Is it the log group itself or what is inside it, and nothing else?"""
    name = _log_group_of(resource)
    return name is not None and bool(group) and (name == group or name.startswith(f"{group}:"))


PRINCIPLES = (
    Principle("logs", "It may write its logs: four actions, on its own log group", _logs),
    Principle("traces", "It may send traces, and tracing is on", _traces),
    Principle("metrics", "It may publish metrics into a named namespace", _metrics),
    Principle("namespace-follows", "That namespace follows the environment", _namespace_follows),
    Principle("nothing-broader", "It may do nothing broader than needed", _nothing_broader),
)
