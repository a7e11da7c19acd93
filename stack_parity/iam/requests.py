"""Whether a policy allows one request: every element is matched, and a Deny overrides every Allow.

Sources: IAM user guide, "Policy evaluation logic" and "Condition operators". References are taken as plain text.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

from pydantic import ConfigDict
from pydantic.dataclasses import dataclass

from stack_parity.iam.conditions import Operator, compares, is_in_network, same_but_for_case
from stack_parity.iam.grants import Condition, Grant, Names, Policy
from stack_parity.iam.patterns import covers_arn, matches_all


@dataclass(frozen=True, config=ConfigDict(extra="forbid", use_attribute_docstrings=True))
class Request:
    """One request: who asks to do what, on what, with which context."""

    action: str
    resource: str
    """Empty where the policy is about one thing alone, such as who may assume a role."""
    principal: str
    """Empty where the policy is attached to the one who asks; else its kind and name: `Service:ec2.amazonaws.com`."""
    context: tuple[tuple[str, str], ...]
    """The values of condition keys."""

    def __str__(self) -> str:
        words = [self.action]
        if self.resource:
            words.append(f"on {self.resource}")
        if self.principal:
            words.append(f"by {self.principal}")
        if self.context:
            words.append("with " + ", ".join(f"{key}={value}" for key, value in self.context))
        return " ".join(words)


def allows(policy: Policy, request: Request) -> bool:
    """Return whether a policy allows a request."""
    effects = {grant.effect for grant in policy.grants if applies(grant, request)}
    return "Allow" in effects and "Deny" not in effects


def applies(grant: Grant, request: Request) -> bool:
    """Return whether a grant is about a request."""
    context = {key.lower(): value for key, value in request.context}
    return (
        matches_action(grant.actions, request.action)
        and matches_resource(grant.resources, request.resource)
        and matches_principal(grant.principals, request.principal)
        and all(fulfilled(condition, context) for condition in grant.conditions)
    )


def matches_action(names: Names, action: str) -> bool:
    """Return whether an element holds for an action; an absent one holds for none."""
    return bool(names.values) and _matches(names, action.lower(), matches_all)


def matches_resource(names: Names, resource: str) -> bool:
    """Return whether an element holds for a resource; an absent one holds for all."""
    return _matches(names, resource, matches_all)


def matches_principal(names: Names, principal: str) -> bool:
    """Return whether an element holds for a principal, `AWS:123456789012`."""
    return _matches(names, principal, _is_principal)


def fulfilled(condition: Condition, context: Mapping[str, str]) -> bool:
    """Return whether a context, its keys in lower case, fulfils a condition."""
    operator, value = Operator.read(condition.operator), context.get(condition.key)
    if operator.base == "null":
        return any(wanted.lower() == str(value is None).lower() for wanted in condition.values)
    if value is None:
        return operator.holds_without_key
    compare = _COMPARISONS.get(operator.base) or partial(compares, operator.base)
    return any(compare(wanted, value) for wanted in condition.values) != operator.negated


def _matches(names: Names, value: str, match: Callable[[str, str], bool]) -> bool:
    return not names.values or any(match(name, value) for name in names.values) != names.negated


def _is_principal(name: str, principal: str) -> bool:
    return name in {principal, f"{principal.partition(':')[0]}:*"}


_COMPARISONS: Final[Mapping[str, Callable[[str, str], bool]]] = {
    "stringequals": str.__eq__,
    "binaryequals": str.__eq__,
    "stringequalsignorecase": same_but_for_case,
    "stringlike": matches_all,
    "arnequals": covers_arn,
    "arnlike": covers_arn,
    "bool": same_but_for_case,
    "ipaddress": lambda network, value: is_in_network(value, network),
}
