"""What keeps the two sides from being the same, worst first, repeated ones folded into one: the first screen."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from stack_parity.compare.verdicts import WHOLE, Verdict
from stack_parity.model.program import Place
from stack_parity.report.model import Report
from stack_parity.report.points import Point, points

ENVIRONMENT: Final = "<environment>"
"""What stands for the environment's name where equal points of several environments differ in it alone."""
_BETWEEN: Final = " → "


@dataclass(frozen=True)
class Finding:
    """Equal points as one: the same path with the same values, on several resources or in several environments."""

    points: tuple[Point, ...]

    @cached_property
    def first(self) -> Point:
        """The point that speaks for all; an environment's name is taken out of it where they differ in that alone."""
        first, *others = self.points
        alike = all((point.path, point.left, point.right) == (first.path, first.left, first.right) for point in others)
        return first if alike or _BETWEEN in first.environment else _without_environment(first)

    @property
    def labels(self) -> tuple[str, ...]:
        """The resources, each once."""
        own = {_without_environment(point).label: point.label for point in self.points}
        return tuple(dict.fromkeys(own.values()))

    @property
    def environments(self) -> tuple[str, ...]:
        """The environments, each once; what changes between two only where that is all there is."""
        names = tuple(dict.fromkeys(point.environment for point in self.points))
        return tuple(name for name in names if _BETWEEN not in name) or names

    @property
    def places(self) -> tuple[Place, ...]:
        """Where the source of the first is, on the left and on the right, as far as it is known."""
        return tuple(place for place in self.points[0].places if place is not None)

    @property
    def words(self) -> str:
        """What differs, in one line."""
        path = "" if self.first.path == WHOLE else f" {self.first.path}"
        if len(self.labels) == 1:
            return f"{self.labels[0]}{path}"
        return f"{path.strip()} on {len(self.labels)}: {', '.join(self.labels)}"


def differences(report: Report) -> tuple[Finding, ...]:
    """Return the differences, worst first; their points are as many as the headline says."""
    return _folded(point for point in points(report) if point.verdict is not Verdict.UNDECIDABLE)


def undecidable(report: Report) -> tuple[Finding, ...]:
    """Return what could not be decided, principles apart."""
    return _folded(point for point in points(report) if point.verdict is Verdict.UNDECIDABLE and not point.principle)


def _folded(found: Iterable[Point]) -> tuple[Finding, ...]:
    """Fold equal points; a change between environments belongs to the difference that it follows from."""
    groups: dict[object, list[Point]] = {}
    owners: dict[tuple[str, str], list[Point]] = {}
    for point in found:
        bare = _without_environment(point)
        group = owners.get(bare.name) or owners.get(point.name) if _BETWEEN in point.environment else None
        if group is None:
            key = (point.concern, bare.path, point.verdict, bare.left, bare.right)
            group = groups.setdefault((*key, bare.label if point.path == WHOLE else None), [])
            owners.setdefault(point.name, group)
            owners.setdefault(bare.name, group)
        group.append(point)
    findings = [Finding(tuple(group)) for group in groups.values()]
    return tuple(sorted(findings, key=lambda finding: finding.points[0].concern.rank))


def _without_environment(point: Point) -> Point:
    """Return the point with its environment's name, as a word, replaced."""
    if not point.environment or _BETWEEN in point.environment:
        return point
    word = re.compile(rf"(?<![A-Za-z0-9]){re.escape(point.environment)}(?![A-Za-z0-9])")

    def bare(text: str | None) -> str | None:
        return None if text is None else word.sub(ENVIRONMENT, text)

    return replace(
        point,
        label=word.sub(ENVIRONMENT, point.label),
        path=word.sub(ENVIRONMENT, point.path),
        left=bare(point.left),
        right=bare(point.right),
        note=word.sub(ENVIRONMENT, point.note),
        faults=tuple(word.sub(ENVIRONMENT, fault) for fault in point.faults),
    )
