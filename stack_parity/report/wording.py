"""Words that all formats share."""

from __future__ import annotations

import unicodedata
from typing import Final

from stack_parity.compare.verdicts import Evidence, PrincipleResult, Row, Section, Status, Verdict
from stack_parity.comparison import EnvironmentResult, Report
from stack_parity.model.spelling import short_address

LONGEST: Final = 400
"""Characters of a value that a text format shows."""

MARKS: Final = {
    Verdict.SAME: "✓",
    Verdict.NAME: "≈",
    Verdict.DIFFERENT: "✗",
    Verdict.ONLY_LEFT: "◧",
    Verdict.ONLY_RIGHT: "◨",
    Verdict.UNDECIDABLE: "?",
    Verdict.ALLOWED: "○",
}
STATUS_MARKS: Final = {Status.PASS: "✓", Status.FAIL: "✗", Status.UNDECIDABLE: "?"}


def headline(report: Report) -> str:
    """Give the verdict in one line."""
    environments = _count(len(report.environments), "environment")
    compared = sum(report.verdicts().values())
    if report.differences:
        return f"DIFFERENT: {_count(report.differences, 'difference')} in {environments}, {compared} points compared"
    return f"SAME: {environments}, {compared} points compared{_qualified(report)}"


def _qualified(report: Report) -> str:
    """Name what is not plainly the same although nothing differs."""
    rows = report.verdicts()
    allowed, named = rows[Verdict.ALLOWED], rows[Verdict.NAME]
    broken = sum(
        item.left.status is item.right.status is Status.FAIL
        for result in report.environments
        for item in result.principles
    )
    parts = (
        (allowed, _count(allowed, "allowed difference")),
        (named, f"{named} in names only"),
        (broken, f"{_count(broken, 'principle')} broken on both sides"),
    )
    return "".join(f", {words}" for number, words in parts if number)


def environment_line(result: EnvironmentResult) -> str:
    """Give one environment's verdict in one line."""
    word = _count(result.differences, "difference") if result.differences else "same"
    return f"{printable(result.name)}: {word} ({result.points} points compared)"


def is_worth_showing(row: Row) -> bool:
    """Is it something else than plainly the same?"""
    return row.verdict is not Verdict.SAME


def summary(section: Section) -> str:
    """Say how many of a section's attributes are the same."""
    same = sum(row.verdict is Verdict.SAME for row in section.rows)
    return f"{same} of {_count(len(section.rows), 'attribute')} the same"


def judged(item: PrincipleResult) -> tuple[str, str]:
    """Give the mark and the words for a principle: two sides that break it are the same, and no better for it."""
    if item.left.status is item.right.status is Status.FAIL and item.verdict is Verdict.SAME:
        return STATUS_MARKS[Status.FAIL], "broken on both sides"
    return MARKS[item.verdict], item.verdict.value


def spelled(item: Evidence) -> str:
    """Give a piece of evidence without its address."""
    return f"{item.property}: {item.value}" if item.property else item.value


def address(value: str | None) -> str:
    """Give a short, printable address."""
    return "" if value is None else printable(short_address(value))


def printable(value: str | None, longest: int | None = LONGEST) -> str:
    """Make a value safe to print: no control or formatting characters, no more than `longest` characters."""
    if value is None:
        return "(nothing)"
    cut = value if longest is None or len(value) <= longest else f"{value[:longest]}… ({len(value)} characters)"
    return "".join(_visible(character) for character in cut)


def _visible(character: str) -> str:
    if unicodedata.category(character)[0] != "C":
        return character
    return "⏎" if character == "\n" else f"\\u{ord(character):04x}"


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"
