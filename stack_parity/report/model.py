"""The report: every verdict of a comparison, in types from which the JSON format and its schema are made."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, computed_field

from stack_parity.checks.outcomes import Outcome, Status
from stack_parity.compare.concerns import Concern
from stack_parity.compare.verdicts import DIFFERENCES, Section, Verdict


class Judgement(StrEnum):
    """The three words of a headline."""

    SAME = "same"
    DIFFERENT = "different"
    UNDECIDABLE = "undecidable"


class _Published(BaseModel):
    model_config = ConfigDict(
        extra="forbid", frozen=True, use_attribute_docstrings=True, validate_by_name=True, serialize_by_alias=True
    )


class Side(_Published):
    """What one side of an environment was read from."""

    source: str
    kind: str
    environment: str
    """Empty where the input does not name it."""
    resources: int = Field(ge=0)
    notes: tuple[str, ...]
    """What the reader could not follow."""


class PrincipleResult(_Published):
    """One principle on both sides; the verdict is `different` where one side keeps it and the other breaks it."""

    id: str
    title: str
    verdict: Verdict
    note: str = ""
    left: Outcome
    right: Outcome
    concern: Concern

    @property
    def broken_on_both(self) -> bool:
        """Whether both sides break it: no difference, and no praise."""
        return self.left.status is self.right.status is Status.FAIL


class EnvironmentResult(_Published):
    """One environment, compared."""

    name: str
    left: Side
    right: Side
    sections: tuple[Section, ...]
    principles: tuple[PrincipleResult, ...]

    @computed_field(description="How many points keep the two sides from being the same.")  # type: ignore[prop-decorator]
    @property
    def differences(self) -> int:
        """Count the differences of this environment."""
        return sum(verdict in DIFFERENCES for verdict in self.verdicts())

    @property
    def undecidable(self) -> int:
        """Count the points of this environment that could not be decided, principles apart."""
        return sum(row.verdict is Verdict.UNDECIDABLE for section in self.sections for row in section.rows)

    @property
    def points(self) -> int:
        """Count what was compared, principles apart."""
        return sum(len(section.rows) for section in self.sections)

    def verdicts(self) -> Iterator[Verdict]:
        """Yield the verdict on everything of this environment."""
        yield from (row.verdict for section in self.sections for row in section.rows)
        yield from (item.verdict for item in self.principles)


class ChangedAttribute(_Published):
    """One attribute that another environment sets otherwise; the verdict compares the changes of the two sides."""

    label: str
    type: str
    path: str
    """The attribute's dotted path, or the permission."""
    verdict: Verdict
    left: str | None
    """`before → after`; null where this side does not change it."""
    right: str | None
    note: str = ""


class EnvironmentChange(_Published):
    """What changes from one environment to another, on each side."""

    start: str = Field(alias="from")
    end: str = Field(alias="to")
    changes: tuple[ChangedAttribute, ...]

    @property
    def same(self) -> int:
        """Count the changes that are the same on both sides."""
        return sum(item.verdict is Verdict.SAME for item in self.changes)


class LoneEnvironment(_Published):
    """An environment that only one side has: it was not compared."""

    name: str
    side: Literal["left", "right"]


class Report(_Published):
    """What `python -m stack_parity --format json` writes."""

    version: Literal[2] = 2
    """Version of this format; raised when a reader of the last version could go wrong."""
    left: str
    """The path as given."""
    right: str
    environments: tuple[EnvironmentResult, ...]
    environment_changes: tuple[EnvironmentChange, ...]
    """What changes from the first environment to each other one, on both sides."""
    alone: tuple[LoneEnvironment, ...] = ()
    """Environments that only one side has."""

    @computed_field  # type: ignore[prop-decorator]
    @property
    def verdict(self) -> Judgement:
        """Return the word of the headline: nothing compared is no sameness."""
        if self.differences:
            return Judgement.DIFFERENT
        return Judgement.UNDECIDABLE if self.undecidable or not self.points else Judgement.SAME

    @computed_field(description="The verdict in one line.")  # type: ignore[prop-decorator]
    @property
    def headline(self) -> str:
        """Return the verdict in one line."""
        return headline(self)

    @computed_field(description="How many points differ.")  # type: ignore[prop-decorator]
    @property
    def differences(self) -> int:
        """Count the differences."""
        return sum(number for verdict, number in self.verdicts().items() if verdict in DIFFERENCES)

    @computed_field(description="How many points could not be decided, principles apart.")  # type: ignore[prop-decorator]
    @property
    def undecidable(self) -> int:
        """Count what could not be decided; a principle that an input leaves open does not count."""
        changes = (item for change in self.environment_changes for item in change.changes)
        return sum(result.undecidable for result in self.environments) + sum(
            item.verdict is Verdict.UNDECIDABLE for item in changes
        )

    @computed_field(description="How many points were compared, principles apart.")  # type: ignore[prop-decorator]
    @property
    def points(self) -> int:
        """Count what was compared, principles apart."""
        return sum(result.points for result in self.environments) + sum(
            len(change.changes) for change in self.environment_changes
        )

    @computed_field(description="Points and principles by verdict.")  # type: ignore[prop-decorator]
    @property
    def counts(self) -> dict[Verdict, int]:
        """Count by verdict, in the order of the verdicts."""
        counted = self.verdicts()
        return {verdict: counted[verdict] for verdict in Verdict if counted[verdict]}

    def verdicts(self) -> Counter[Verdict]:
        """Count the verdicts on everything that was compared."""
        counted = Counter(verdict for result in self.environments for verdict in result.verdicts())
        counted.update(item.verdict for change in self.environment_changes for item in change.changes)
        return counted


def headline(report: Report) -> str:
    """Return the verdict in one line: the word, the counts, and what is not plainly the same."""
    environments = counted(len(report.environments), "environment")
    compared = f"{counted(report.points, 'point')} compared"
    if report.verdict is Judgement.DIFFERENT:
        words = f"DIFFERENT: {counted(report.differences, 'difference')} in {environments}, {compared}"
    elif report.verdict is Judgement.SAME:
        words = f"SAME: {environments}, {compared}"
    elif report.points:
        words = f"NOT DECIDABLE: no difference, but {report.undecidable} of {compared} not decidable, {environments}"
    else:
        words = f"NOT DECIDABLE: nothing to compare in {environments}"
    return words + "".join(f", {part}" for part in _qualified(report))


def counted(number: int, word: str) -> str:
    """Return a number with its noun."""
    return f"{number:,} {word}{'' if number == 1 else 's'}"


def _qualified(report: Report) -> Iterator[str]:
    verdicts = report.verdicts()
    if report.verdict is Judgement.DIFFERENT and report.undecidable:
        yield f"{report.undecidable} not decidable"
    if allowed := verdicts[Verdict.ALLOWED]:
        yield counted(allowed, "allowed difference")
    if named := verdicts[Verdict.NAME]:
        yield f"{named} in names only"
    if broken := sum(item.broken_on_both for result in report.environments for item in result.principles):
        yield f"{counted(broken, 'principle')} broken on both sides"
    for side in ("left", "right"):
        if names := [item.name for item in report.alone if item.side == side]:
            yield f"only on the {side}: {', '.join(names)}"
