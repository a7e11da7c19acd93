"""What a principle may look at."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from stack_parity.aws.defaults import DEFAULTS
from stack_parity.iam.grants import EMPTY, Policy, parse_policy
from stack_parity.iam.roles import Architecture, Role
from stack_parity.model.program import Resource
from stack_parity.model.spelling import Spell, is_decidable, speller
from stack_parity.model.values import Ref, Text, Unknown, Value

ABSENT: Final = "(absent)"


@dataclass(frozen=True)
class Change:
    """One attribute that another environment of the same program sets otherwise, beyond names."""

    address: str
    path: str
    words: str
    """`before → after`."""


@dataclass(frozen=True)
class Facts:
    """One side of one environment, beside all environments of that side that were read."""

    architecture: Architecture
    environments: tuple[Architecture, ...]
    changes: Callable[[Architecture, Architecture], tuple[Change, ...]]
    """What changes from one environment to another."""
    spell: Spell = field(default_factory=lambda: speller({}))

    @property
    def environment(self) -> str:
        """The environment's name; empty where the input does not name it."""
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


def attribute(resource: Resource, path: str) -> Value:
    """Return an attribute by its path, or the provider's default, or None."""
    value: Value = dict(resource.attributes)
    for step in path.split("."):
        if isinstance(value, Unknown):
            return value
        value = value.get(step) if isinstance(value, dict) else None
    default = DEFAULTS.get(resource.type, {}).get(path) if value is None else None
    return list(default) if isinstance(default, tuple) else value if default is None else default


def is_known(value: Value) -> bool:
    """Return whether the value is settled: nothing unknown, no secret, no reference that only a deployment resolves."""
    return (
        is_decidable(value)
        and not isinstance(value, Ref)
        and not (isinstance(value, Text) and any(isinstance(part, Ref) for part in value.parts))
    )
