"""Grants as the statements of a policy: JSON that can be pasted."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from stack_parity.iam.grants import Condition, Grant, Names


def statements_text(grants: Iterable[Grant]) -> str:
    """Return grants as statements, joined by commas: one for those that differ in actions or in resources alone.

    References stand as Terraform writes them: `${aws.partition}`, and `$${aws:username}` for IAM's own variables.
    """
    return ", ".join(json.dumps(statement, ensure_ascii=False) for statement in _statements(grants))


def _statements(grants: Iterable[Grant]) -> list[dict[str, Any]]:
    by_resources: dict[Grant, list[Names]] = defaultdict(list)
    for grant in sorted(grants):
        by_resources[replace(grant, resources=_key(grant.resources))].append(grant.resources)
    by_actions: dict[Grant, list[Names]] = defaultdict(list)
    for grant, resources in by_resources.items():
        by_actions[replace(grant, actions=_key(grant.actions), resources=_union(resources))].append(grant.actions)
    return [_statement(replace(grant, actions=_union(actions))) for grant, actions in by_actions.items()]


def _key(names: Names) -> Names:
    """Return what has to be equal for two elements to become one list: nothing, but for the negated and the absent."""
    return names if names.negated or not names.values else Names(())


def _union(several: list[Names]) -> Names:
    return Names(tuple(value for names in several for value in names.values), several[0].negated)


def _statement(grant: Grant) -> dict[str, Any]:
    """Return one statement, its elements in the order of the alphabet, as Terraform's own `jsonencode` has them."""
    actions = Names(grant.spelled_actions, grant.actions.negated)
    statement: dict[str, Any] = {"Effect": grant.effect}
    for element, names in (("Action", actions), ("Resource", grant.resources)):
        if names.values:
            statement[_element(element, names)] = _one_or_list(names.values)
    if grant.principals.values:
        statement[_element("Principal", grant.principals)] = _principals(grant.principals.values)
    if grant.conditions:
        statement["Condition"] = _conditions(grant.conditions)
    return dict(sorted(statement.items()))


def _element(name: str, names: Names) -> str:
    return f"Not{name}" if names.negated else name


def _principals(values: Iterable[str]) -> dict[str, Any]:
    kinds: dict[str, list[str]] = defaultdict(list)
    for value in values:
        kind, _, identifier = value.partition(":")
        kinds[kind].append(identifier)
    return {kind: _one_or_list(identifiers) for kind, identifiers in kinds.items()}


def _conditions(conditions: Iterable[Condition]) -> dict[str, dict[str, Any]]:
    spelled: dict[str, dict[str, Any]] = defaultdict(dict)
    for condition in conditions:
        operator, key = condition.spelled
        spelled[operator][key] = _one_or_list(condition.values)
    return dict(spelled)


def _one_or_list(values: Iterable[str]) -> str | list[str]:
    several = list(values)
    return several[0] if len(several) == 1 else several
