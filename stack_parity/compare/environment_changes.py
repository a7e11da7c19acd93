"""What changes from one environment to another of the same program, beyond names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from stack_parity.compare.differences import compare
from stack_parity.compare.verdicts import COUNTED
from stack_parity.iam.roles import Architecture
from stack_parity.match.walk import pair_up


@dataclass(frozen=True)
class ChangedValue:
    """One attribute that two environments of one program set differently."""

    label: str
    type: str
    address: str
    """Where it stands in the first environment, or in the second where only that has it."""
    path: str
    words: str
    """`before → after`."""


def environment_changes(
    start: Architecture, end: Architecture, labels: Mapping[str, str] | None = None
) -> tuple[ChangedValue, ...]:
    """Return what differs between two environments of one program.

    Args:
        start: one environment.
        end: the other.
        labels: what to call resources of the first that have a partner on the other side, by address: changes of the
            others are left out, since each is a difference of its own already. None: every resource, as it is called.
    """
    pairing = pair_up(start, end)
    own = pairing.labels()[0]
    called = own if labels is None else {address: labels.get(address, label) for address, label in own.items()}
    carried = {pair.right.address: called[pair.left.address] for pair in pairing.pairs}
    return tuple(
        ChangedValue(part.label, part.type, part.left or part.right or "", row.path, _words(row.left, row.right))
        for part in compare(start, end, pairing, (called, carried))
        if labels is None or part.left not in called or part.left in labels
        for row in part.rows
        if row.verdict in COUNTED
    )


def _words(left: str | None, right: str | None) -> str:
    return " → ".join("(nothing)" if value is None else value for value in (left, right))
