"""What changes from one environment to another of the same program, beyond names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from stack_parity.compare.comparands import Labels
from stack_parity.compare.differences import compare
from stack_parity.compare.verdicts import COUNTED, Section
from stack_parity.iam.roles import Architecture
from stack_parity.match.walk import pair_up
from stack_parity.model.program import Resource


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
    start: Architecture,
    end: Architecture,
    labels: Mapping[str, str] | None = None,
    end_labels: Mapping[str, str] | None = None,
) -> tuple[ChangedValue, ...]:
    """Return what differs between two environments of one program.

    Args:
        start: one environment.
        end: the other.
        labels: what to call resources of the first that have a partner on the other side, by address: changes of the
            others are left out, since each is a difference of its own already. None: every resource, as it is called.
        end_labels: the same of the other environment, for the resources that only it has.
    """
    pairing = pair_up(start, end)
    own = pairing.labels()[0]
    called = own if labels is None else {address: labels.get(address, label) for address, label in own.items()}
    carried = {pair.right.address: called[pair.left.address] for pair in pairing.pairs}
    gone, new = _labels(pairing.only_left, labels), _labels(pairing.only_right, end_labels)
    named = {**called, **gone}, {**carried, **new}
    return tuple(
        ChangedValue(
            gone.get(part.left or "") or new.get(part.right or "") or part.label,
            part.type,
            part.left or part.right or "",
            row.path,
            _words(named[0].get(row.left or "", row.left), named[1].get(row.right or "", row.right)),
        )
        for part in compare(start, end, pairing, named)
        if labels is None or not _is_alone(part, (start, end), (labels, end_labels or {}))
        for row in part.rows
        if row.verdict in COUNTED
    )


def _labels(resources: Iterable[Resource], labels: Mapping[str, str] | None) -> dict[str, str]:
    return {one.address: labels[one.address] for one in resources if labels and one.address in labels}


def _is_alone(part: Section, sides: tuple[Architecture, Architecture], labels: Labels) -> bool:
    """Tell whether a section is of a resource without a partner on the other side."""
    index, address = (0, part.left) if part.left is not None else (1, part.right)
    return address in sides[index].program.resources and address not in labels[index]


def _words(left: str | None, right: str | None) -> str:
    return " → ".join("(nothing)" if value is None else value for value in (left, right))
