"""Principles of the execution role: what it must be allowed, and that it is allowed nothing broader.

Sources: the AWS Service Authorization Reference for what has a resource type, the Lambda developer guide for the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import ClassVar, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from stack_parity.aws.identity import LAMBDA_LOG_GROUPS, physical_name
from stack_parity.checks.facts import Facts, attribute
from stack_parity.checks.function import NO_FUNCTION
from stack_parity.checks.outcomes import Evidence, Outcome, failed, for_each, passed, undecided
from stack_parity.checks.principle import Principle, Several, Words
from stack_parity.iam.grants import Grant, Policy
from stack_parity.iam.patterns import matches_all
from stack_parity.model.program import Resource
from stack_parity.model.values import join_parts

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


class Setting(BaseModel):
    """An attribute of the function and the value that it needs."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    attribute: Words
    value: str | int
    default: str | int | None = None
    """What holds where the program leaves it out."""


class Allows(Principle):
    """Every function's role is allowed some actions, on its own log group or on any resource."""

    permissions: ClassVar[bool] = True
    check: Literal["allows"]
    actions: Several
    on: Literal["own-log-group", "any-resource"]
    narrowed_by: Words | None = None
    """A condition key that every grant of the actions has to be narrowed by."""
    needs: Setting | None = None
    """A setting of the function without which the permission is of no use."""

    def outcome(self, facts: Facts) -> Outcome:
        """Return the outcome on one side."""
        return for_each(facts.functions, lambda function: self._one(facts, function), none=NO_FUNCTION)

    def _one(self, facts: Facts, function: Resource) -> Outcome:
        if self.needs is not None:
            value = attribute(function, self.needs.attribute)
            if value != self.needs.value:
                said = self.needs.default if value is None else value
                return failed(Evidence(function.address, self.needs.attribute, facts.spell(said)))
        key = self.narrowed_by
        if key is not None:
            grants = (grant for action in self.actions for grant in _allowing(facts, function, action))
            if open_ := [grant for grant in grants if not _narrowed_to(grant, key)]:
                return failed(*(Evidence(function.address, f"no condition on {key}", str(grant)) for grant in open_))
        group = log_group_name(facts, function)
        reaches: Mapping[str, Callable[[Grant], bool]] = {
            "own-log-group": lambda grant: any(_reaches(item, group) for item in grant.resources.values),
            "any-resource": lambda grant: "*" in grant.resources.values,
        }
        return _needs(facts, function, self.actions, reaches[self.on])


class ConditionFollows(Principle):
    """The values of a condition on an action name the environment."""

    permissions: ClassVar[bool] = True
    check: Literal["condition-follows"]
    action: Words
    key: Words

    def outcome(self, facts: Facts) -> Outcome:
        """Return the outcome on one side."""
        return for_each(facts.functions, lambda function: self._one(facts, function), none=NO_FUNCTION)

    def _one(self, facts: Facts, function: Resource) -> Outcome:
        grants = _allowing(facts, function, self.action)
        values = sorted({value for grant in grants for value in _narrowed_to(grant, self.key)})
        if not values:
            return failed(Evidence(function.address, self.key, "no value is named"))
        if not facts.environment:
            return undecided("the input does not name its environment", function.address)
        evidence = [Evidence(function.address, self.key, value) for value in values]
        follows = all(facts.environment.lower() in value.lower() for value in values)
        return passed(*evidence) if follows else failed(*evidence)


class NothingBroader(Principle):
    """The role is allowed nothing broader than the function needs, and nobody unnamed may assume it."""

    permissions: ClassVar[bool] = True
    check: Literal["nothing-broader"]
    narrowed: Mapping[str, str] = Field(default_factory=dict)
    """Actions on any resource that are narrow enough under a condition: action = condition key."""

    def outcome(self, facts: Facts) -> Outcome:
        """Return the outcome on one side."""
        return for_each(facts.functions, lambda function: self._one(facts, function), none=NO_FUNCTION)

    def _one(self, facts: Facts, function: Resource) -> Outcome:
        policy = _policy(facts, function)
        if policy is None:
            return undecided("its role is not part of the program", function.address)
        group = log_group_name(facts, function)
        broad = [(grant, why) for grant in sorted(policy.grants) if (why := _too_broad(grant, group, self.narrowed))]
        broad += [(grant, "anyone may assume the role") for grant in sorted(_trust(facts, function)) if _is_open(grant)]
        if broad:
            return failed(*(Evidence(function.address, why, str(grant)) for grant, why in broad))
        if policy.unreadable:
            return undecided("; ".join(policy.unreadable), function.address)
        return passed(Evidence(function.address, "grants", str(len(policy.grants))))


def log_group_name(facts: Facts, function: Resource) -> str:
    """Return the name of the log group that a function writes to, spelled."""
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
    """Return whether it lets principals in that nobody named; a condition may narrow `*`."""
    anyone = grant.principals.negated or "AWS:*" in grant.principals.values
    return grant.effect == "Allow" and anyone and not grant.conditions


def _needs(facts: Facts, function: Resource, actions: tuple[str, ...], suits: Callable[[Grant], bool]) -> Outcome:
    """Look for an Allow of each action that suits, with no Deny of it."""
    policy = _policy(facts, function)
    if policy is None:
        return undecided("its role is not part of the program", function.address)
    lacking = [action for action in actions if not _is_allowed(policy, action.lower(), suits)]
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


def _allowing(facts: Facts, function: Resource, action: str) -> Iterator[Grant]:
    policy = _policy(facts, function)
    for grant in sorted(policy.grants) if policy is not None else ():
        if _allows(grant, action.lower()):
            yield grant


def _narrowed_to(grant: Grant, key: str) -> tuple[str, ...]:
    """Return the values of a condition key that a grant is narrowed to."""
    wanted = key.lower()
    found = (item.values for item in grant.conditions if item.key == wanted and "not" not in item.operator)
    return next(found, ())


def _reaches(resource: str, group: str) -> bool:
    """Return whether a resource of a policy takes in this log group. Region and account are not looked at."""
    if resource == "*":
        return True
    name = _log_group_of(resource)
    return name is not None and any(matches_all(name, wanted) for wanted in (group, f"{group}:*"))


def _log_group_of(resource: str) -> str | None:
    """Return what stands after `log-group:` in an ARN of CloudWatch Logs; `*` where the ARN ends earlier."""
    fields = resource.split(":", 5)
    if fields[0] != "arn" or len(fields) < 3 or fields[2] != "logs":
        return None
    if len(fields) < 6 or fields[5] == "*":
        return "*"
    return fields[5].removeprefix("log-group:") if fields[5].startswith("log-group:") else None


def _too_broad(grant: Grant, group: str, narrowed: Mapping[str, str]) -> str:
    """Return what is too broad about a grant; empty where nothing is."""
    if grant.effect != "Allow":
        return ""
    if grant.actions.negated or grant.resources.negated:
        return "allows all but a few"
    action, resource = grant.actions.values[0], (grant.resources.values or ("*",))[0]
    if "*" in action:
        return "a wildcard in the action"
    if action.startswith("logs:"):
        return "" if _is_own(resource, group) else "logs of other functions, too"
    for key in (key for wanted, key in narrowed.items() if wanted.lower() == action):
        return "" if _narrowed_to(grant, key) else f"no condition on {key}"
    return "any resource" if resource == "*" and action not in WITHOUT_RESOURCE else ""


def _is_own(resource: str, group: str) -> bool:
    """Return whether it is the log group itself or what is inside it, and nothing else."""
    name = _log_group_of(resource)
    return name is not None and bool(group) and (name == group or name.startswith(f"{group}:"))
