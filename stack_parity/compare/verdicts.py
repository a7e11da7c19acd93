"""What can be said of one thing on the two sides."""

from __future__ import annotations

from enum import StrEnum
from typing import Final, Literal

from pydantic import ConfigDict
from pydantic.dataclasses import dataclass

from stack_parity.iam.requests import Request
from stack_parity.model.program import Place

PUBLISHED: Final = ConfigDict(extra="forbid", use_attribute_docstrings=True)
"""The configuration of every type that the JSON report publishes."""


class Verdict(StrEnum):
    """The verdict on one attribute, permission, resource or principle, as the JSON report writes it."""

    SAME = "same"
    NAME = "name"
    DIFFERENT = "different"
    ONLY_LEFT = "only_left"
    ONLY_RIGHT = "only_right"
    UNDECIDABLE = "undecidable"
    ALLOWED = "allowed"


DIFFERENCES: Final = frozenset({Verdict.DIFFERENT, Verdict.ONLY_LEFT, Verdict.ONLY_RIGHT})
"""Verdicts that count as a difference."""

COUNTED: Final = DIFFERENCES | {Verdict.UNDECIDABLE}
"""Verdicts that keep the two sides from being called the same."""

WHOLE: Final = "(resource)"
"""The path of a row that is about a resource as a whole."""


@dataclass(frozen=True, config=PUBLISHED)
class Separation:
    """A request that only one of two policies allows."""

    allowed_by: Literal["left", "right"]
    request: Request

    def __str__(self) -> str:
        return f"only the {self.allowed_by} allows {self.request}"


@dataclass(frozen=True, config=PUBLISHED)
class Row:
    """One attribute, permission or resource, side by side."""

    path: str
    """The attribute's dotted path, or the permission."""
    verdict: Verdict
    left: str | None
    """The value, spelled; null where the side has none."""
    right: str | None
    note: str = ""
    """What helps to judge, such as a default."""
    separation: Separation | None = None
    """Where two policies differ: a request that only one of them allows, if one was found."""


@dataclass(frozen=True, config=PUBLISHED)
class Section:
    """All that was compared of one pair, of one resource without a partner, or of the programs themselves."""

    label: str
    """What this part of the architecture is called in the whole report."""
    type: str
    """The Terraform type."""
    left: str | None
    """The Terraform address or Pulumi URN; null where there is none."""
    right: str | None
    reason: str
    """Why these two were taken for one another."""
    rows: tuple[Row, ...]
    left_place: Place | None = None
    """Where its source is, as far as the input tells it."""
    right_place: Place | None = None
