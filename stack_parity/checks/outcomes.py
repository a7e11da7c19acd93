"""How a principle answers: it holds, it is broken, or the input does not say; each with its evidence."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import TypeVar

from pydantic import ConfigDict
from pydantic.dataclasses import dataclass

_PUBLISHED = ConfigDict(extra="forbid", use_attribute_docstrings=True)
_Item = TypeVar("_Item")


class Status(StrEnum):
    """Whether a principle holds, as the JSON report writes it."""

    PASS = "pass"  # noqa: S105 - no password
    FAIL = "fail"
    UNDECIDABLE = "undecidable"


@dataclass(frozen=True, config=_PUBLISHED)
class Evidence:
    """What a status rests on: an address, a property of it, and its value."""

    address: str
    property: str
    value: str


@dataclass(frozen=True, config=_PUBLISHED)
class Outcome:
    """Whether one principle holds on one side, and why."""

    status: Status
    evidence: tuple[Evidence, ...]


def passed(*evidence: Evidence) -> Outcome:
    """Return that the principle holds."""
    return Outcome(Status.PASS, evidence)


def failed(*evidence: Evidence) -> Outcome:
    """Return that the principle is broken."""
    return Outcome(Status.FAIL, evidence)


def undecided(why: str, address: str = "") -> Outcome:
    """Return that the input does not say, with the reason."""
    return Outcome(Status.UNDECIDABLE, (Evidence(address, "", why),))


def for_each(items: Iterable[_Item], check: Callable[[_Item], Outcome], *, none: str) -> Outcome:
    """Check each: one that breaks the principle breaks it for all, one that leaves it open leaves it open.

    Args:
        items: the resources.
        check: the check of one.
        none: what to say when there are none.
    """
    outcomes = [check(item) for item in items]
    if not outcomes:
        return undecided(none)
    for status in (Status.FAIL, Status.UNDECIDABLE):
        matching = [outcome for outcome in outcomes if outcome.status is status]
        if matching:
            return Outcome(status, tuple(item for outcome in matching for item in outcome.evidence))
    return Outcome(Status.PASS, tuple(item for outcome in outcomes for item in outcome.evidence))
