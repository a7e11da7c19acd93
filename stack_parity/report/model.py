"""The report: every verdict of a comparison, in types from which the JSON format and its schema are made."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from enum import StrEnum
from typing import Literal

from pydantic import computed_field

from stack_parity.compare.verdicts import DIFFERENCES, Verdict
from stack_parity.report.results import EnvironmentChange, EnvironmentResult, LoneEnvironment, Published


class Judgement(StrEnum):
    """The three words of a headline."""

    SAME = "same"
    DIFFERENT = "different"
    UNDECIDABLE = "undecidable"


class Report(Published):
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
