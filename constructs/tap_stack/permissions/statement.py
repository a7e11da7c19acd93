"""A statement of an IAM policy: data, refused where IAM or a reviewer would refuse it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from tap_stack.faults import Fault, StatementError

Conditions = Mapping[str, Mapping[str, str | list[str]]]
"""Operator to condition key to value or values, as the IAM policy language nests them."""

POLICY_VERSION: Final = "2012-10-17"
"""The current version of the IAM policy language."""

_ACTION: Final = re.compile(r"[a-z][a-z0-9-]*:[A-Za-z*?][A-Za-z0-9*?]*")
_ARN: Final = re.compile(r"arn:[^:\s]+:[^:\s]+:[^:\s]*:[^:\s]*:\S.*")
_TOKEN: Final = re.compile(r"\$\{[^{}]+\}")
"""What the framework passes on for a value that only the deployment knows."""


@dataclass(frozen=True)
class Statement:
    """One Allow statement of an IAM policy.

    Args:
        sid: letters and digits; unique in its role, whatever the case of its letters.
        actions: `service:Action` each.
        resources: ARNs, or tokens of the framework that stand for one.
        conditions: what must hold besides: operator to condition key to value or values.
        reason: why a resource must be `*`; stays in the code, IAM has no place for it.

    Raises:
        StatementError: when IAM or a reviewer would refuse it, with every fault.
    """

    sid: str
    actions: tuple[str, ...]
    resources: tuple[str, ...]
    conditions: Conditions = field(default_factory=dict)
    reason: str = ""

    def __post_init__(self) -> None:
        if faults := list(self._faults()):
            raise StatementError(faults)
        frozen = {operator: MappingProxyType(dict(keys)) for operator, keys in self.conditions.items()}
        object.__setattr__(self, "actions", tuple(self.actions))
        object.__setattr__(self, "resources", tuple(self.resources))
        object.__setattr__(self, "conditions", MappingProxyType(frozen))

    def to_dict(self) -> dict[str, object]:
        """Render the statement in the IAM policy language."""
        conditions = {operator: dict(keys) for operator, keys in self.conditions.items()}
        return {
            "Sid": self.sid,
            "Effect": "Allow",
            "Action": list(self.actions),
            "Resource": list(self.resources),
            **({"Condition": conditions} if conditions else {}),
        }

    def _faults(self) -> Iterator[Fault]:
        where = f"Statement {self.sid}"
        if not isinstance(self.sid, str) or not re.fullmatch(r"[A-Za-z0-9]+", self.sid):
            yield Fault(f"{where}: sid", repr(self.sid), "one or more letters and digits (IAM)", "rename it")
        for name, values in (("actions", self.actions), ("resources", self.resources)):
            yield from _shape_faults(f"{where}: {name}", values)
        for action in _texts(self.actions):
            if not _ACTION.fullmatch(action):
                rule = "an action of one service, service:Action (IAM)"
                yield Fault(f"{where}: actions", repr(action), rule, "write it like 's3:GetObject'")
        for resource in _texts(self.resources):
            if resource == "*" and not self.reason:
                rule = "every resource of every account needs a reason"
                yield Fault(f"{where}: resources", "'*' without a reason", rule, "name the ARN, or give reason=…")
            elif resource != "*" and not (_TOKEN.match(resource) or _ARN.fullmatch(_TOKEN.sub("token", resource))):
                rule = "an ARN, arn:partition:service:region:account:resource (IAM)"
                yield Fault(
                    f"{where}: resources", repr(resource), rule, "write the ARN, or pass the .arn of a resource"
                )
        yield from _condition_faults(f"{where}: conditions", self.conditions)


def policy_document(statements: Iterable[Statement]) -> str:
    """Render a policy as JSON text."""
    return json.dumps({"Version": POLICY_VERSION, "Statement": [statement.to_dict() for statement in statements]})


def _shape_faults(where: str, values: object) -> Iterator[Fault]:
    """Find what is no tuple of texts; a string would be taken letter by letter."""
    if isinstance(values, str):
        yield Fault(where, repr(values), "a tuple of texts", f"write ({values!r},)")
    elif not isinstance(values, tuple | list) or not values:
        yield Fault(where, repr(values), "at least one", "add one")
    else:
        for value in values:
            if not isinstance(value, str):
                yield Fault(where, repr(value), "a tuple of texts", "write it as text")


def _condition_faults(where: str, conditions: object) -> Iterator[Fault]:
    rule = "operator to condition key to value, such as {'StringEquals': {'aws:PrincipalOrgID': 'o-1'}} (IAM)"
    if not isinstance(conditions, Mapping):
        yield Fault(where, repr(conditions), rule, "nest them so")
        return
    for operator, keys in conditions.items():
        if not isinstance(keys, Mapping) or not keys or not all(":" in str(key) for key in keys):
            yield Fault(where, repr({operator: keys}), rule, "nest them so")


def _texts(values: object) -> list[str]:
    return [value for value in values if isinstance(value, str)] if isinstance(values, tuple | list) else []
