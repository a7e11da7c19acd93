"""IAM policies as sets of grants: what is allowed or denied, on what, to whom, under which conditions.

Order, a string in place of a list of one, the case of an action and several statements in place of one change nothing
(IAM JSON policy grammar). `covers` decides whether one grant allows all that another allows; it never says so wrongly,
and in rare cases of wildcards against several wildcards it fails to see that it does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import Final

from stack_parity.model.program import Value
from stack_parity.model.spelling import Spell, is_decidable

ANY: Final = "*"


@dataclass(frozen=True, order=True)
class Names:
    """One element of a statement: what matches, or (`negated`: NotAction, NotResource, NotPrincipal) what does not."""

    values: tuple[str, ...]
    negated: bool = False

    def __str__(self) -> str:
        inside = ", ".join(self.values)
        return f"anything but {inside}" if self.negated else inside


@dataclass(frozen=True, order=True)
class Condition:
    """One condition: operator and key in lower case, values sorted; any of the values will do (all, when negated)."""

    operator: str
    key: str
    values: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.key} {self.operator} {' | '.join(self.values)}"


@dataclass(frozen=True, order=True)
class Grant:
    """The smallest piece of a policy: one action on one resource for one principal, or the negated sets of them."""

    effect: str
    actions: Names
    resources: Names
    principals: Names
    conditions: tuple[Condition, ...]

    def __str__(self) -> str:
        words = [self.subject]
        if self.resources.values:
            words.append(f"on {self.resources}")
        if self.conditions:
            words.append("if " + " and ".join(map(str, self.conditions)))
        return " ".join(words)

    @property
    def subject(self) -> str:
        """What the grant is about: its effect, actions and principals."""
        to = f" to {self.principals}" if self.principals.values else ""
        return f"{self.effect.lower()} {self.actions}{to}"

    def respelled(self, change: Callable[[str], str]) -> Grant:
        """Give the same grant with every resource, principal and condition value spelled otherwise."""

        def each(names: Names) -> Names:
            return Names(tuple(sorted(change(value) for value in names.values)), names.negated)

        conditions = (
            Condition(item.operator, item.key, tuple(sorted(change(value) for value in item.values)))
            for item in self.conditions
        )
        return Grant(self.effect, self.actions, each(self.resources), each(self.principals), tuple(sorted(conditions)))


@dataclass(frozen=True)
class Policy:
    """A set of grants, and what could not be read as one."""

    grants: frozenset[Grant]
    unreadable: tuple[str, ...] = ()

    def __or__(self, other: Policy) -> Policy:
        return Policy(self.grants | other.grants, tuple(sorted({*self.unreadable, *other.unreadable})))


EMPTY: Final = Policy(frozenset())


def is_policy(value: Value) -> bool:
    """Is the value a policy document?"""
    return isinstance(value, dict) and "Statement" in value


def parse_policy(document: Value, spell: Spell) -> Policy:
    """Read a policy document as a set of grants.

    Args:
        document: the parsed JSON, with references inside.
        spell: how values become text.
    """
    if not isinstance(document, dict) or "Statement" not in document:
        return Policy(frozenset(), (spell(document),))
    grants: set[Grant] = set()
    unreadable: list[str] = []
    for statement in _list(document["Statement"]):
        if isinstance(statement, dict) and is_decidable(statement) and "Effect" in statement:
            grants.update(_grants(statement, spell))
        else:
            unreadable.append(spell(statement))
    return Policy(frozenset(grants), tuple(sorted(unreadable)))


def missing(wanted: Policy, present: Policy) -> tuple[Grant, ...]:
    """Give the grants of `wanted` that nothing in `present` covers, sorted."""
    return tuple(
        grant
        for grant in sorted(wanted.grants - present.grants)
        if not any(covers(other, grant) for other in present.grants)
    )


@cache
def covers(broad: Grant, narrow: Grant) -> bool:
    """Does `broad` apply to every request that `narrow` applies to?"""
    return (
        broad.effect == narrow.effect
        and _names_cover(broad.actions, narrow.actions)
        and _names_cover(broad.resources, narrow.resources)
        and _names_cover(broad.principals, narrow.principals)
        and all(any(_implied(condition, given) for given in narrow.conditions) for condition in broad.conditions)
    )


@cache
def matches_all(broad: str, narrow: str) -> bool:
    """Does the pattern `broad` match everything that the pattern `narrow` matches?

    `*` stands for any text and `?` for one character (IAM policy grammar). A `*` of `narrow` counts as a letter that
    only a `*` of `broad` matches.
    """
    reached = {0}
    for letter in narrow:
        reached = set(_steps(broad, _through_stars(broad, reached), letter))
        if not reached:
            return False
    return len(broad) in _through_stars(broad, reached)


def overlaps(left: str, right: str) -> bool:
    """Is there a text that both patterns match?"""
    reached = {(0, 0)}
    seen = set(reached)
    while reached:
        at, other = reached.pop()
        if at == len(left) and other == len(right):
            return True
        for state in _joint_steps(left, right, at, other):
            if state not in seen:
                seen.add(state)
                reached.add(state)
    return False


def _through_stars(pattern: str, positions: Iterable[int]) -> set[int]:
    closed = set()
    for position in positions:
        closed.add(position)
        while position < len(pattern) and pattern[position] == ANY:
            position += 1
            closed.add(position)
    return closed


def _steps(pattern: str, positions: Iterable[int], letter: str) -> Iterator[int]:
    for position in positions:
        if position == len(pattern):
            continue
        if pattern[position] == ANY:
            yield position
        elif (pattern[position] == "?" and letter != ANY) or pattern[position] == letter:
            yield position + 1


def _joint_steps(left: str, right: str, at: int, other: int) -> Iterator[tuple[int, int]]:
    ahead = left[at] if at < len(left) else ""
    beside = right[other] if other < len(right) else ""
    if ahead == ANY:
        yield at + 1, other
    if beside == ANY:
        yield at, other + 1
    if not ahead or not beside:
        return
    if ahead in {ANY, "?"} or beside in {ANY, "?"} or ahead == beside:
        yield at + (ahead != ANY), other + (beside != ANY)


def _names_cover(broad: Names, narrow: Names) -> bool:
    if broad == narrow:
        return True
    if broad.negated and narrow.negated:
        return all(any(matches_all(out, given) for out in narrow.values) for given in broad.values)
    if broad.negated:
        return not any(overlaps(out, given) for out in broad.values for given in narrow.values)
    if narrow.negated:
        return ANY in broad.values
    return all(any(matches_all(pattern, given) for pattern in broad.values) for given in narrow.values)


def _implied(wanted: Condition, given: Condition) -> bool:
    """Does `given` hold only where `wanted` holds?"""
    if wanted.key != given.key or wanted.operator.removesuffix("ifexists") != given.operator.removesuffix("ifexists"):
        return False
    if given.operator.endswith("ifexists") and not wanted.operator.endswith("ifexists"):
        return False
    if "not" in wanted.operator:
        return set(wanted.values) <= set(given.values)
    if wanted.operator.removesuffix("ifexists") in {"stringlike", "arnlike", "arnequals"}:
        return all(any(matches_all(pattern, value) for pattern in wanted.values) for value in given.values)
    return set(given.values) <= set(wanted.values)


def _grants(statement: Mapping[str, Value], spell: Spell) -> Iterator[Grant]:
    effect = spell(statement["Effect"]).capitalize()
    actions = _element(statement, "Action", spell, lower=True)
    resources = _element(statement, "Resource", spell)
    principals = _principals(statement, spell)
    conditions = tuple(sorted(_conditions(statement.get("Condition"), spell)))
    for action, resource, principal in product(actions, resources, principals):
        yield Grant(effect, action, resource, principal, conditions)


def _element(statement: Mapping[str, Value], key: str, spell: Spell, *, lower: bool = False) -> list[Names]:
    def spelled(value: Value) -> tuple[str, ...]:
        return tuple(sorted({spell(item).lower() if lower else spell(item) for item in _list(value)}))

    if f"Not{key}" in statement:
        return [Names(spelled(statement[f"Not{key}"]), negated=True)]
    return [Names((value,)) for value in spelled(statement.get(key))] or [Names(())]


def _principals(statement: Mapping[str, Value], spell: Spell) -> list[Names]:
    def spelled(value: Value) -> tuple[str, ...]:
        if not isinstance(value, dict):
            return tuple(f"AWS:{spell(item)}" for item in _list(value))
        return tuple(sorted({f"{kind}:{spell(item)}" for kind, items in value.items() for item in _list(items)}))

    if "NotPrincipal" in statement:
        return [Names(spelled(statement["NotPrincipal"]), negated=True)]
    return [Names((value,)) for value in spelled(statement.get("Principal"))] or [Names(())]


def _conditions(value: Value, spell: Spell) -> Iterator[Condition]:
    for operator, keys in value.items() if isinstance(value, dict) else ():
        for key, values in keys.items() if isinstance(keys, dict) else ():
            yield Condition(operator.lower(), key.lower(), tuple(sorted({spell(item) for item in _list(values)})))


def _list(value: Value) -> list[Value]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
