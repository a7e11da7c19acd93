"""What was found: one environment compared, what changes between two, and what only one side has."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, computed_field

from stack_parity.checks.outcomes import Outcome, Status
from stack_parity.compare.concerns import Concern
from stack_parity.compare.verdicts import DIFFERENCES, Section, Verdict


class Published(BaseModel):
    """A part of the report, as the JSON format writes it."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, use_attribute_docstrings=True, validate_by_name=True, serialize_by_alias=True
    )


class Side(Published):
    """What one side of an environment was read from."""

    source: str
    kind: str
    environment: str
    """Empty where the input does not name it."""
    resources: int = Field(ge=0)
    notes: tuple[str, ...]
    """What the reader could not follow."""


class PrincipleResult(Published):
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


class EnvironmentResult(Published):
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


class ChangedAttribute(Published):
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


class EnvironmentChange(Published):
    """What changes from one environment to another, on each side."""

    start: str = Field(alias="from")
    end: str = Field(alias="to")
    changes: tuple[ChangedAttribute, ...]

    @property
    def same(self) -> int:
        """Count the changes that are the same on both sides."""
        return sum(item.verdict is Verdict.SAME for item in self.changes)


class LoneEnvironment(Published):
    """An environment that only one side has: it was not compared."""

    name: str
    side: Literal["left", "right"]
