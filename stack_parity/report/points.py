"""Every verdict that keeps the two sides from being the same, with what it touches and where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, TypeAlias

from stack_parity.checks.outcomes import Outcome, Status
from stack_parity.compare.concerns import Concern, concern_of
from stack_parity.compare.verdicts import COUNTED, Verdict
from stack_parity.model.program import Place
from stack_parity.report.model import Report
from stack_parity.report.results import EnvironmentChange, EnvironmentResult, PrincipleResult
from stack_parity.report.wording import STATUS_WORDS, faults, remark

CONCERNS: Final = {
    Concern.EXPOSURE: "exposure and permissions",
    Concern.DATA: "data and protection",
    Concern.BEHAVIOUR: "behaviour",
    Concern.NAMES: "names and tags",
}

Places: TypeAlias = tuple[Place | None, Place | None]
"""Where the source is, on the left and on the right."""


@dataclass(frozen=True)
class Point:
    """One verdict that is not plainly the same."""

    concern: Concern
    verdict: Verdict
    environment: str
    """The environment, or `from → to` for what changes between two."""
    label: str
    path: str
    left: str | None
    right: str | None
    note: str
    places: Places = (None, None)
    principle: str = ""
    """The principle's id where it is one."""
    faults: tuple[str, ...] = ()
    """Everything that breaks the principle, each with its side."""

    @property
    def name(self) -> tuple[str, str]:
        """What an agreement calls it: `resource` and `path`."""
        return ("principles", self.principle) if self.principle else (self.label, self.path)


def points(report: Report) -> Iterator[Point]:
    """Yield every point that differs or could not be decided."""
    found = (
        *(point for result in report.environments for point in _of_environment(result)),
        *(point for change in report.environment_changes for point in _of_change(change)),
    )
    yield from (point for point in found if point.verdict in COUNTED)


def _of_environment(result: EnvironmentResult) -> Iterator[Point]:
    places: dict[str, Places] = {}
    for part in result.sections:
        here = (part.left_place, part.right_place)
        places |= {address: here for address in (part.left, part.right) if address is not None}
        for row in part.rows:
            concern = concern_of(part.type, row.path)
            note = remark(row)
            yield Point(concern, row.verdict, result.name, part.label, row.path, row.left, row.right, note, here)
    for item in result.principles:
        yield _of_principle(item, result.name, places)


def _of_change(change: EnvironmentChange) -> Iterator[Point]:
    for item in change.changes:
        where, concern = f"{change.start} → {change.end}", concern_of(item.type, item.path)
        yield Point(concern, item.verdict, where, item.label, item.path, item.left, item.right, item.note)


def _of_principle(item: PrincipleResult, environment: str, known: dict[str, Places]) -> Point:
    broken = [outcome for outcome in (item.left, item.right) if outcome.status is Status.FAIL]
    addresses = [evidence.address for outcome in broken for evidence in outcome.evidence]
    places = next((known[address] for address in addresses if address in known), (None, None))
    sides = (("left", item.left), ("right", item.right))
    return Point(
        concern=item.concern,
        verdict=item.verdict,
        environment=environment,
        label="principle:",
        path=item.title,
        left=_outcome(item.left),
        right=_outcome(item.right),
        note=item.note,
        places=places,
        principle=item.id,
        faults=tuple(
            f"{side}: {fault}"
            for side, outcome in sides
            if outcome.status is not Status.PASS
            for fault in faults(outcome)
        ),
    )


def _outcome(outcome: Outcome) -> str:
    """Return the status, with every offender where it is not plainly kept."""
    word = STATUS_WORDS[outcome.status]
    return word if outcome.status is Status.PASS else f"{word}: {'; '.join(faults(outcome))}"
