"""What a principle may look at, and how it answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from stack_parity.aws.defaults import DEFAULTS
from stack_parity.compare.verdicts import Evidence, Outcome, Status
from stack_parity.iam.grants import EMPTY, Policy, parse_policy
from stack_parity.iam.roles import Architecture, Role
from stack_parity.model.program import Resource
from stack_parity.model.spelling import Spell, is_decidable, speller
from stack_parity.model.values import Ref, Text, Unknown, Value

ABSENT: Final = "(absent)"


@dataclass(frozen=True)
class Facts:
    """One side of one environment, beside all environments of that side that were read."""

    architecture: Architecture
    environments: tuple[Architecture, ...]
    spell: Spell = field(default_factory=lambda: speller({}))

    @property
    def environment(self) -> str:
        """The environment's name; empty where the input does not tell it."""
        return self.architecture.program.environment

    @cached_property
    def functions(self) -> tuple[Resource, ...]:
        """The Lambda functions."""
        return self.architecture.functions()

    @cached_property
    def permissions(self) -> Mapping[str, Policy]:
        """What each role may do, by address."""
        return {address: self._granted(role) for address, role in self.architecture.roles.items()}

    @cached_property
    def trust(self) -> Mapping[str, Policy]:
        """Who may assume each role, by address."""
        return {
            address: EMPTY if role.trust is None else parse_policy(role.trust, self.spell)
            for address, role in self.architecture.roles.items()
        }

    def _granted(self, role: Role) -> Policy:
        granted = EMPTY
        for source in role.permissions:
            granted |= parse_policy(source.document, self.spell)
        return granted


@dataclass(frozen=True)
class Principle:
    """One rule of the product."""

    id: str
    title: str
    check: Callable[[Facts], Outcome]


def passed(*evidence: Evidence) -> Outcome:
    """The principle holds."""
    return Outcome(Status.PASS, evidence)


def failed(*evidence: Evidence) -> Outcome:
    """The principle is broken."""
    return Outcome(Status.FAIL, evidence)


def undecided(why: str, address: str = "") -> Outcome:
    """The input does not tell."""
    return Outcome(Status.UNDECIDABLE, (Evidence(address, "", why),))


def for_each(items: Iterable[Resource], check: Callable[[Resource], Outcome], *, none: str) -> Outcome:
    """Check each: one that breaks the principle breaks it for all, one that leaves it open leaves it open.

    Args:
        items: the resources.
        check: the check of one.
        none: what to say when there are none.
    """
    outcomes = [check(item) for item in items]
    if not outcomes:
        return undecided(none)
    for status in (Status.FAIL, Status.UNDECIDABLE):
        matching = [outcome for outcome in outcomes if outcome.status is status]
        if matching:
            return Outcome(status, tuple(item for outcome in matching for item in outcome.evidence))
    return Outcome(Status.PASS, tuple(item for outcome in outcomes for item in outcome.evidence))


def attribute(resource: Resource, path: str) -> Value:
    """Give an attribute by its path, or the provider's default, or None."""
    value: Value = dict(resource.attributes)
    for step in path.split("."):
        if isinstance(value, Unknown):
            return value
        value = value.get(step) if isinstance(value, dict) else None
    default = DEFAULTS.get(resource.type, {}).get(path) if value is None else None
    return list(default) if isinstance(default, tuple) else value if default is None else default


def is_known(value: Value) -> bool:
    """Is the value more than a promise: nothing unknown, no secret, no reference that only a deployment resolves?"""
    return (
        is_decidable(value)
        and not isinstance(value, Ref)
        and not (isinstance(value, Text) and any(isinstance(part, Ref) for part in value.parts))
    )
