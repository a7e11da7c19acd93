"""What keeps the two sides from being the same, worst first, repeated ones folded into one: the first screen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from stack_parity.checks.outcomes import Outcome
from stack_parity.compare.concerns import Concern, concern_of
from stack_parity.compare.verdicts import COUNTED, WHOLE, Verdict
from stack_parity.report.model import EnvironmentChange, EnvironmentResult, PrincipleResult, Report
from stack_parity.report.wording import STATUS_WORDS, spelled

CONCERNS: Final = {
    Concern.EXPOSURE: "exposure and permissions",
    Concern.DATA: "data and protection",
    Concern.BEHAVIOUR: "behaviour",
    Concern.NAMES: "names and tags",
}


@dataclass(frozen=True)
class Point:
    """One verdict that is not plainly the same, and where it stands."""

    concern: Concern
    verdict: Verdict
    environment: str
    """The environment, or `from → to` for what changes between two."""
    label: str
    path: str
    left: str | None
    right: str | None
    note: str
    principle: str = ""
    """The principle's id where it is one."""

    @property
    def name(self) -> tuple[str, str]:
        """What an agreement calls it: `resource` and `path`."""
        return ("principles", self.principle) if self.principle else (self.label, self.path)


@dataclass(frozen=True)
class Finding:
    """Equal points as one: the same path with the same values, on several resources or in several environments."""

    points: tuple[Point, ...]

    @property
    def first(self) -> Point:
        """The point that speaks for all."""
        return self.points[0]

    @property
    def labels(self) -> tuple[str, ...]:
        """The resources, each once."""
        return tuple(dict.fromkeys(point.label for point in self.points))

    @property
    def environments(self) -> tuple[str, ...]:
        """The environments, each once."""
        return tuple(dict.fromkeys(point.environment for point in self.points))

    @property
    def words(self) -> str:
        """What differs, in one line."""
        path = "" if self.first.path == WHOLE else f" {self.first.path}"
        if len(self.labels) == 1:
            return f"{self.first.label}{path}"
        return f"{path.strip()} on {len(self.labels)}: {', '.join(self.labels)}"


def differences(report: Report) -> tuple[Finding, ...]:
    """Return the differences, worst first; their points are as many as the headline says."""
    return _folded(point for point in points(report) if point.verdict is not Verdict.UNDECIDABLE)


def undecidable(report: Report) -> tuple[Finding, ...]:
    """Return what could not be decided, principles apart."""
    return _folded(point for point in points(report) if point.verdict is Verdict.UNDECIDABLE and not point.principle)


def points(report: Report) -> Iterator[Point]:
    """Yield every point that differs or could not be decided."""
    found = (
        *(point for result in report.environments for point in _of_environment(result)),
        *(point for change in report.environment_changes for point in _of_change(change)),
    )
    yield from (point for point in found if point.verdict in COUNTED)


def _of_environment(result: EnvironmentResult) -> Iterator[Point]:
    for part in result.sections:
        for row in part.rows:
            concern = concern_of(part.type, row.path)
            yield Point(concern, row.verdict, result.name, part.label, row.path, row.left, row.right, row.note)
    for item in result.principles:
        yield _of_principle(item, result.name)


def _of_change(change: EnvironmentChange) -> Iterator[Point]:
    for item in change.changes:
        where, concern = f"{change.start} → {change.end}", concern_of(item.type, item.path)
        yield Point(concern, item.verdict, where, item.label, item.path, item.left, item.right, item.note)


def _of_principle(item: PrincipleResult, environment: str) -> Point:
    left, right = _outcome(item.left), _outcome(item.right)
    return Point(item.concern, item.verdict, environment, "principle:", item.title, left, right, item.note, item.id)


def _outcome(outcome: Outcome) -> str:
    """Return the status with every offender where it is not plainly kept."""
    word = STATUS_WORDS[outcome.status]
    if word == "pass":
        return word
    return f"{word}: {'; '.join(dict.fromkeys(spelled(item) for item in outcome.evidence))}"


def _folded(found: Iterable[Point]) -> tuple[Finding, ...]:
    """Fold equal points; a change between environments belongs to the difference that it follows from."""
    groups: dict[object, list[Point]] = {}
    owners: dict[tuple[str, str], list[Point]] = {}
    for point in found:
        group = owners.get(point.name) if "→" in point.environment else None
        if group is None:
            key = (point.concern, point.path, point.verdict, point.left, point.right)
            if point.path == WHOLE:
                key = (*key, point.label)  # type: ignore[assignment]
            group = groups.setdefault(key, [])
            owners.setdefault(point.name, group)
        group.append(point)
    findings = [Finding(tuple(group)) for group in groups.values()]
    return tuple(sorted(findings, key=lambda finding: finding.first.concern.rank))
