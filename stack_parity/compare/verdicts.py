"""What can be said of one thing on the two sides."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Verdict(StrEnum):
    """The verdict on one attribute, permission, resource or principle."""

    SAME = "same"
    NAME = "same but for names"
    DIFFERENT = "different"
    ONLY_LEFT = "only on the left"
    ONLY_RIGHT = "only on the right"
    UNDECIDABLE = "not decidable"
    ALLOWED = "allowed difference"


WHOLE: Final = "(resource)"
"""The path of a row that is about a resource as a whole."""


@dataclass(frozen=True)
class Row:
    """One attribute, permission or resource, side by side.

    `left` and `right` are None where the side has nothing; `note` says what helps to judge, such as a default.
    """

    path: str
    verdict: Verdict
    left: str | None
    right: str | None
    note: str = ""


@dataclass(frozen=True)
class Section:
    """All that was compared of one pair, of one resource without a partner, or of the programs themselves."""

    label: str
    type: str
    left: str | None
    """The left address, None where there is none."""
    right: str | None
    reason: str
    """Why these two were taken for one another."""
    rows: tuple[Row, ...]


class Status(StrEnum):
    """Does a principle hold?"""

    PASS = "pass"  # noqa: S105 - no password
    FAIL = "fail"
    UNDECIDABLE = "not decidable"


@dataclass(frozen=True)
class Evidence:
    """What a status rests on: an address, a property of it, and its value."""

    address: str
    property: str
    value: str


@dataclass(frozen=True)
class Outcome:
    """Whether one principle holds on one side, and why."""

    status: Status
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True)
class PrincipleResult:
    """One principle on both sides. The verdict is `different` where one side keeps it and the other breaks it."""

    id: str
    title: str
    verdict: Verdict
    left: Outcome
    right: Outcome
    note: str = ""
