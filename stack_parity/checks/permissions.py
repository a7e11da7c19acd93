"""Principles of the execution role: what it must be allowed, and that it is allowed nothing broader."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

from stack_parity.checks.breadth import is_open, narrowed_to, too_broad
from stack_parity.checks.facts import Facts, attribute
from stack_parity.checks.function import NO_FUNCTION
from stack_parity.checks.log_groups import log_group_name, takes_in
from stack_parity.checks.outcomes import Evidence, Outcome, failed, for_each, passed, undecided
from stack_parity.checks.principle import Principle, Several, Words
from stack_parity.iam.grants import Grant, Policy
from stack_parity.iam.patterns import ANY
from stack_parity.iam.requests import matches_action
from stack_parity.iam.statements import statements_text
from stack_parity.model.program import Resource


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
            if open_ := [(grant, f"no condition on {key}") for grant in grants if not narrowed_to(grant, key)]:
                return failed(*_offenders(function, open_))
        group = log_group_name(facts, function)
        reaches: Mapping[str, Callable[[Grant], bool]] = {
            "own-log-group": lambda grant: any(takes_in(item, group) for item in grant.resources.values),
            "any-resource": lambda grant: ANY in grant.resources.values,
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
        values = sorted({value for grant in grants for value in narrowed_to(grant, self.key)})
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
        broad = [(grant, why) for grant in sorted(policy.grants) if (why := too_broad(grant, group, self.narrowed))]
        broad += [(grant, "anyone may assume the role") for grant in sorted(_trust(facts, function)) if is_open(grant)]
        if broad:
            return failed(*_offenders(function, broad))
        if policy.unreadable:
            return undecided("; ".join(policy.unreadable), function.address)
        return passed(Evidence(function.address, "grants", str(len(policy.grants))))


def _offenders(function: Resource, broad: Iterable[tuple[Grant, str]]) -> Iterator[Evidence]:
    """Yield every grant that breaks a principle, as a statement to paste: one for those on several resources."""
    offenders: dict[tuple[str, str], list[Grant]] = defaultdict(list)
    for grant, why in broad:
        offenders[why, grant.subject].append(grant)
    for (why, _), grants in offenders.items():
        yield Evidence(function.address, why, statements_text(grants))


def _policy(facts: Facts, function: Resource) -> Policy | None:
    role = facts.architecture.role_of(function)
    return None if role is None else facts.permissions[role.resource.address]


def _trust(facts: Facts, function: Resource) -> frozenset[Grant]:
    role = facts.architecture.role_of(function)
    return frozenset() if role is None else facts.trust[role.resource.address].grants


def _needs(facts: Facts, function: Resource, actions: tuple[str, ...], suits: Callable[[Grant], bool]) -> Outcome:
    """Look for an Allow of each action that suits, with no Deny of it."""
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
    about = [grant for grant in policy.grants if matches_action(grant.actions, action)]
    allowed = any(grant.effect == "Allow" and suits(grant) for grant in about)
    return allowed and not any(grant.effect == "Deny" for grant in about)


def _allowing(facts: Facts, function: Resource, action: str) -> Iterator[Grant]:
    policy = _policy(facts, function)
    for grant in sorted(policy.grants) if policy is not None else ():
        if grant.effect == "Allow" and matches_action(grant.actions, action):
            yield grant
