"""IAM policies as sets of grants: what is allowed or denied, on what, to whom, under which conditions.

Order, a string in place of a list of one, the case of an action and several statements in place of one change nothing
(IAM JSON policy grammar).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import product
from typing import Final

from stack_parity.iam.actions import spelled
from stack_parity.model.spelling import Spell, is_decidable
from stack_parity.model.values import Secret, Unknown, Value, content_of, walk

_ROOT: Final = re.compile(r"arn:(?:aws[\w-]*|\$\{aws\.partition\}):iam::(\d{12}|\$\{aws\.account_id\}):root")


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
    written: tuple[str, str] = field(default=("", ""), compare=False)
    """Operator and key as the document writes them."""

    def __str__(self) -> str:
        operator, key = self.spelled
        return f"{key} {operator} {' | '.join(self.values)}"

    @property
    def spelled(self) -> tuple[str, str]:
        """Operator and key, to be shown."""
        operator, key = self.written
        return operator or self.operator, key or self.key


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
        return f"{self.effect} {replace(self.actions, values=self.spelled_actions)}{to}"

    @property
    def spelled_actions(self) -> tuple[str, ...]:
        """The actions as AWS writes them."""
        return tuple(map(spelled, self.actions.values))

    def respelled(self, change: Callable[[str], str]) -> Grant:
        """Give the same grant with every resource, principal and condition value spelled otherwise."""

        def each(names: Names) -> Names:
            return Names(tuple(sorted(change(value) for value in names.values)), names.negated)

        conditions = (
            replace(item, values=tuple(sorted(change(value) for value in item.values))) for item in self.conditions
        )
        return Grant(self.effect, self.actions, each(self.resources), each(self.principals), tuple(sorted(conditions)))


@dataclass(frozen=True)
class Policy:
    """A set of grants, and what could not be read as one."""

    grants: frozenset[Grant]
    unreadable: tuple[str, ...] = ()
    versions: frozenset[str] = frozenset()
    """Of the policy language, in the documents that it was read from: an old one knows no policy variables."""
    expressions: frozenset[tuple[str, frozenset[Grant]]] = frozenset()
    """Of what could not be read, what only expressions keep open, with its grants: equal ones grant the same."""

    def __or__(self, other: Policy) -> Policy:
        unreadable = tuple(sorted({*self.unreadable, *other.unreadable}))
        expressions = self.expressions | other.expressions
        return Policy(self.grants | other.grants, unreadable, self.versions | other.versions, expressions)

    def equal_expressions(self, other: Policy) -> frozenset[str]:
        """Return what of this policy could not be read and is the same expression in another one."""
        known = {grants for _, grants in other.expressions}
        return frozenset(text for text, grants in self.expressions if grants in known)


OLDEST: Final = "2008-10-17"
"""The version of a document that names none (IAM JSON policy reference)."""

EMPTY: Final = Policy(frozenset())


def is_policy(value: Value) -> bool:
    """Return whether a value is a policy document: other documents have statements, too, and those have no effect."""
    content = content_of(value)
    if not isinstance(content, dict) or "Statement" not in content:
        return False
    statements = _list(content["Statement"])
    return not statements or any("Effect" in one if isinstance(one, dict) else True for one in statements)


def parse_policy(document: Value, spell: Spell) -> Policy:
    """Read a policy document as a set of grants.

    Args:
        document: the document, with references inside.
        spell: how values become text.
    """
    content = content_of(document)
    if not isinstance(content, dict) or "Statement" not in content:
        return Policy(frozenset(), (spell(document),), expressions=frozenset(_expression(document, (), spell)))
    grants: set[Grant] = set()
    unreadable: list[str] = []
    expressions: set[tuple[str, frozenset[Grant]]] = set()
    for statement in _list(content["Statement"]):
        found = tuple(_grants(statement, spell)) if isinstance(statement, dict) and "Effect" in statement else ()
        if found and is_decidable(statement):
            grants.update(found)
        else:
            unreadable.append(spell(statement))
            expressions.update(_expression(statement, found, spell))
    version = spell(content.get("Version") or OLDEST)
    return Policy(frozenset(grants), tuple(sorted(unreadable)), frozenset({version}), frozenset(expressions))


def _expression(value: Value, grants: Iterable[Grant], spell: Spell) -> Iterator[tuple[str, frozenset[Grant]]]:
    """Yield a statement, or a document that is an expression as a whole, where equal texts say the same everywhere."""
    parts = [part for part in walk(value) if isinstance(part, Unknown | Secret)]
    if parts and all(isinstance(part, Unknown) and part.expression and not part.place for part in parts):
        whole = Grant("Allow", Names((spell(value),)), Names(()), Names(()), ())
        yield spell(value), frozenset(grants) or frozenset({whole})


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
        return tuple(
            sorted({f"{kind}:{_account(spell(item))}" for kind, items in value.items() for item in _list(items)})
        )

    if "NotPrincipal" in statement:
        return [Names(spelled(statement["NotPrincipal"]), negated=True)]
    return [Names((value,)) for value in spelled(statement.get("Principal"))] or [Names(())]


def _account(principal: str) -> str:
    """Return the root of an account as the account: AWS takes the two for one (IAM JSON policy elements)."""
    root = _ROOT.fullmatch(principal)
    return root[1] if root else principal


def _conditions(value: Value, spell: Spell) -> Iterator[Condition]:
    for operator, keys in value.items() if isinstance(value, dict) else ():
        for key, values in keys.items() if isinstance(keys, dict) else ():
            accepted = tuple(sorted({spell(item) for item in _list(values)}))
            yield Condition(operator.lower(), key.lower(), accepted, (operator, key))


def _list(value: Value) -> list[Value]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
