"""In which order a program makes its resources.

What a resource needs directly is compared with all that exists before its partner is made: an edge that goes is one
row, at the resource that lost it, and an edge that a longer path replaces is none. A reference that moved is a
difference of its attribute and is not named here again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, TypeAlias

from stack_parity.aws.identity import physical_name
from stack_parity.compare.verdicts import DIFFERENCES, Row, Verdict
from stack_parity.iam.roles import Architecture, Role
from stack_parity.match.pairing import Pair

_SAID_BY: Final[Mapping[str, frozenset[str]]] = {
    "trust": frozenset({"assume_role_policy"}),
    "permissions": frozenset({"inline_policy", "managed_policy_arns"}),
}
"""By what a row of a role is about, the attributes that say it."""

Needs: TypeAlias = Mapping[str, frozenset[str]]
"""By label, what is needed, and the attributes that refer to it; none for what an explicit order says."""


class Order:
    """What is made before what on one side.

    The policies of a role count as one thing, however many resources bring them.

    Args:
        architecture: the side.
        labels: what its paired resources are called; others are left out.
    """

    def __init__(self, architecture: Architecture, labels: Mapping[str, str]) -> None:
        self._resources = architecture.program.resources
        self._roles = architecture.roles
        self._folded = architecture.folded
        self._labels = labels

    def needs(self, address: str) -> Needs:
        """Return what a resource needs directly."""
        resource = self._resources[address]
        said: dict[str, set[str]] = {target: set() for target in resource.depends_on}
        for edge in resource.edges:
            said.setdefault(edge.target, set()).add(edge.attribute)
        found = {self._labels[target]: said[target] for target in said if target in self._labels}
        roles = {self._folded.get(target, target) for target in said} & self._roles.keys() & self._labels.keys()
        before = self._before(address) if roles else set()
        for role in roles - {address}:
            found |= {label: set() for label in self._policies(self._roles[role], before)}
        explicit = {self._labels[target] for target in resource.depends_on if target in self._labels}
        found.pop(self._labels[address], None)
        return {label: frozenset() if label in explicit else frozenset(names) for label, names in found.items()}

    def before(self, address: str) -> frozenset[str]:
        """Return all that exists before a resource is made."""
        found = self._before(address)
        policies = (label for role in found & self._roles.keys() for label in self._policies(self._roles[role], found))
        return frozenset({*(self._labels[target] for target in found if target in self._labels), *policies})

    def _before(self, address: str) -> set[str]:
        seen: set[str] = set()
        pending = [address]
        while pending:
            resource = self._resources[pending.pop()]
            for target in {edge.target for edge in resource.edges} | resource.depends_on:
                if target not in seen:
                    seen.add(target)
                    pending.append(target)
        return seen

    def _policies(self, role: Role, before: set[str]) -> Iterator[str]:
        """Yield what to call the policies of a role that exist before something, if there are any."""
        address = role.resource.address
        brought = {source.address for source in role.permissions}
        late = brought - before - {address}
        if address in self._labels and brought - late:
            names = ", ".join(sorted(self._name(part) for part in late))
            yield f"policies of {self._labels[address]}{f' but {names}' if names else ''}"

    def _name(self, address: str) -> str:
        name = physical_name(self._resources[address])
        return name if isinstance(name, str) else self._resources[address].name


def order_rows(pair: Pair, left: Order, right: Order, rows: Iterable[Row]) -> Iterator[Row]:
    """Yield what exists before the two of a pair are made, where anything does.

    Args:
        pair: the two.
        left: the order of the left.
        right: the order of the right.
        rows: what was found to differ in attributes of the two.
    """
    one, other = left.needs(pair.left.address), right.needs(pair.right.address)
    named = _differing_attributes(rows)
    absent = _absent(one, other, right, pair.right.address)
    extra = _absent(other, one, left, pair.left.address)
    shown_left = (one.keys() | (other.keys() - extra)) - {label for label in absent if one[label] & named}
    shown_right = (other.keys() | (one.keys() - absent)) - {label for label in extra if other[label] & named}
    if shown_left or shown_right:
        verdict = Verdict.SAME if shown_left == shown_right else Verdict.DIFFERENT
        yield Row("(made after)", verdict, ", ".join(sorted(shown_left)), ", ".join(sorted(shown_right)))


def _absent(needs: Needs, others: Needs, order: Order, address: str) -> frozenset[str]:
    """Return what one needs and what does not exist before its partner is made."""
    only = needs.keys() - others.keys()
    return frozenset(only - order.before(address)) if only else frozenset()


def _differing_attributes(rows: Iterable[Row]) -> frozenset[str]:
    """Return the attributes whose differences are named already."""
    steps = {re.split(r"[.\[: ]", row.path)[0] for row in rows if row.verdict in DIFFERENCES}
    return frozenset(name for step in steps for name in _SAID_BY.get(step, {step}))
