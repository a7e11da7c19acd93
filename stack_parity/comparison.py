"""The whole comparison: every environment, its principles, and the way from one environment to the next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from stack_parity.checks import check_principles
from stack_parity.compare.allowed import Allowance
from stack_parity.compare.comparands import Labels
from stack_parity.compare.differences import compare
from stack_parity.compare.verdicts import PrincipleResult, Row, Section, Verdict
from stack_parity.iam.roles import Architecture, gather_roles
from stack_parity.match.walk import pair_up
from stack_parity.model.program import Program
from stack_parity.sources.inputs import Input, load_all

COUNTED = frozenset({Verdict.DIFFERENT, Verdict.ONLY_LEFT, Verdict.ONLY_RIGHT, Verdict.UNDECIDABLE})
"""Verdicts that keep the two sides from being called the same."""

PRINCIPLES_LABEL = "principles"


@dataclass(frozen=True)
class Side:
    """What one side of an environment was read from."""

    source: str
    kind: str
    environment: str
    resources: int
    notes: tuple[str, ...]


@dataclass(frozen=True)
class EnvironmentResult:
    """One environment, compared."""

    name: str
    left: Side
    right: Side
    sections: tuple[Section, ...]
    principles: tuple[PrincipleResult, ...]

    @property
    def differences(self) -> int:
        """Count what keeps this environment from being the same on both sides."""
        rows = sum(row.verdict in COUNTED for section in self.sections for row in section.rows)
        return rows + sum(item.verdict is Verdict.DIFFERENT for item in self.principles)

    @property
    def points(self) -> int:
        """Count what was compared."""
        return sum(len(section.rows) for section in self.sections) + len(self.principles)


@dataclass(frozen=True)
class Drift:
    """What changes from one environment to another, on each side; a row's verdict compares the two changes."""

    start: str
    end: str
    rows: tuple[tuple[str, Row], ...]
    """The resource's label, and the changed attribute."""


@dataclass(frozen=True)
class Report:
    """All verdicts."""

    left: str
    right: str
    environments: tuple[EnvironmentResult, ...]
    drifts: tuple[Drift, ...]
    used: tuple[Allowance, ...]

    def verdicts(self) -> Counter[Verdict]:
        """Count the verdicts on everything that was compared."""
        counted = Counter(row.verdict for result in self.environments for part in result.sections for row in part.rows)
        counted.update(item.verdict for result in self.environments for item in result.principles)
        counted.update(row.verdict for drift in self.drifts for _, row in drift.rows)
        return counted

    @property
    def differences(self) -> int:
        """Count what keeps the two sides from being the same.

        A principle counts where one side keeps it and the other breaks it: what one side leaves open is no difference.
        """
        return sum(result.differences for result in self.environments) + sum(
            row.verdict in COUNTED for drift in self.drifts for _, row in drift.rows
        )


@dataclass(frozen=True)
class _Compared:
    """One environment on the way: both architectures, what they are called, and the sections."""

    name: str
    left: Architecture
    right: Architecture
    labels: Labels
    sections: tuple[Section, ...]


def compare_inputs(
    left: Input,
    right: Input,
    environments: Sequence[tuple[str, str]],
    allowances: Sequence[Allowance] = (),
    *,
    names: bool = False,
) -> Report:
    """Compare the given environments.

    Args:
        left: one input.
        right: the other.
        environments: pairs of (left, right) environment names.
        allowances: agreed differences.
        names: whether a difference in names alone counts as one.

    Raises:
        InputError: when an environment cannot be read.
    """
    programs = [
        gather_roles(one)
        for one in load_all([(left, name) for name, _ in environments] + [(right, name) for _, name in environments])
    ]
    lefts = {name: one for (name, _), one in zip(environments, programs[: len(environments)], strict=True)}
    rights = {name: one for (_, name), one in zip(environments, programs[len(environments) :], strict=True)}
    judge = _Judge(allowances, names=names)
    compared = [_compare(lefts[one], rights[other], one, other) for one, other in environments]
    results = tuple(_result(item, lefts, rights, judge) for item in compared)
    drifts = tuple(_drift(compared[0], item, judge) for item in compared[1:])
    return Report(str(left.path), str(right.path), results, drifts, tuple(judge.used))


def _compare(left: Architecture, right: Architecture, left_name: str, right_name: str) -> _Compared:
    pairing = pair_up(left, right)
    labels = pairing.labels()
    name = left_name if left_name == right_name else f"{left_name} and {right_name}"
    return _Compared(name, left, right, labels, compare(left, right, pairing, labels))


def _result(
    item: _Compared, lefts: Mapping[str, Architecture], rights: Mapping[str, Architecture], judge: _Judge
) -> EnvironmentResult:
    sections = tuple(
        replace(part, rows=tuple(judge.row(item.name, part.label, row) for row in part.rows)) for part in item.sections
    )
    principles = check_principles(item.left, lefts.values(), item.right, rights.values())
    return EnvironmentResult(
        name=item.name,
        left=_side(item.left.program),
        right=_side(item.right.program),
        sections=sections,
        principles=tuple(judge.principle(item.name, result) for result in principles),
    )


def _side(program: Program) -> Side:
    unmapped = sorted({resource.type for resource in program.resources.values() if not resource.mapped})
    by_rule = [f"{type_} is not in the table of names: its names follow by rule" for type_ in unmapped]
    return Side(program.source, program.kind, program.environment, len(program.resources), (*program.notes, *by_rule))


def _drift(start: _Compared, end: _Compared, judge: _Judge) -> Drift:
    left = _changes(start.left, end.left, start.labels[0])
    right = _changes(start.right, end.right, start.labels[1])
    rows = []
    for label, path in sorted(left.keys() | right.keys()):
        one, other = left.get((label, path)), right.get((label, path))
        row = Row(path, Verdict.SAME if one == other else Verdict.DIFFERENT, one, other)
        rows.append((label, judge.drift((start.name, end.name), label, row)))
    return Drift(start.name, end.name, tuple(rows))


def _changes(start: Architecture, end: Architecture, labels: Mapping[str, str]) -> dict[tuple[str, str], str]:
    """Give what differs between two environments of one side beyond names: `before → after` by label and path."""
    pairing = pair_up(start, end)
    carried = {pair.right.address: labels[pair.left.address] for pair in pairing.pairs if pair.left.address in labels}
    sections = compare(start, end, pairing, (labels, carried))
    return {
        (part.label, row.path): f"{_shown(row.left)} → {_shown(row.right)}"
        for part in sections
        for row in part.rows
        if row.verdict in COUNTED
    }


def _shown(value: str | None) -> str:
    return "(nothing)" if value is None else value


class _Judge:
    """Applies what the project agreed to, and remembers what of it was needed."""

    def __init__(self, allowances: Sequence[Allowance], *, names: bool) -> None:
        self._allowances = allowances
        self._names = names
        self._allowed: set[tuple[str, str, str]] = set()
        self.used: list[Allowance] = []

    def row(self, environment: str, label: str, row: Row) -> Row:
        """Give the row with its final verdict."""
        if row.verdict is Verdict.NAME and self._names:
            row = replace(row, verdict=Verdict.DIFFERENT)
        allowance = self._find(environment, label, row.path) if row.verdict in COUNTED else None
        if allowance is None:
            return row
        self._allowed.add((environment, label, row.path))
        return replace(row, verdict=Verdict.ALLOWED, note=allowance.reason)

    def principle(self, environment: str, result: PrincipleResult) -> PrincipleResult:
        """Give the result with its final verdict."""
        differs = result.verdict is Verdict.DIFFERENT
        allowance = self._find(environment, PRINCIPLES_LABEL, result.id) if differs else None
        return replace(result, verdict=Verdict.ALLOWED, note=allowance.reason) if allowance else result

    def drift(self, environments: Iterable[str], label: str, row: Row) -> Row:
        """Allow a change that differs only because an allowed difference does."""
        allowed = any((name, label, row.path) in self._allowed for name in environments)
        if allowed and row.verdict is Verdict.DIFFERENT:
            return replace(row, verdict=Verdict.ALLOWED, note="follows from an allowed difference")
        return row

    def _find(self, environment: str, label: str, path: str) -> Allowance | None:
        for allowance in self._allowances:
            if allowance.covers(environment, label, path):
                self.used.append(allowance)
                return allowance
        return None
