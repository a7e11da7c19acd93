"""Words that all formats share."""

from __future__ import annotations

import unicodedata
from typing import Final

from parity.comparison import COUNTED, EnvironmentResult, Report
from parity.spelling import short_address
from parity.verdicts import Row, Section, Status, Verdict

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
    rest = [
        f"{count} {verdict.value}"
        for verdict, count in sorted(report.verdicts().items())
        if verdict not in COUNTED and verdict is not Verdict.SAME
    ]
    qualified = f", of these {', '.join(rest)}" if rest else ""
    return f"SAME: {environments}, {compared} points compared{qualified}"


def environment_line(result: EnvironmentResult) -> str:
    """Give one environment's verdict in one line."""
    rows = [row.verdict for section in result.sections for row in section.rows]
    verdicts = rows + [item.verdict for item in result.principles]
    counted = sum(verdict in COUNTED for verdict in verdicts)
    word = f"{_count(counted, 'difference')}" if counted else "same"
    return f"{result.name}: {word} ({len(verdicts)} points)"


def is_worth_showing(row: Row) -> bool:
    """Is it something else than plainly the same?"""
    return row.verdict is not Verdict.SAME


def summary(section: Section) -> str:
    """Say how many of a section's attributes are the same."""
    same = sum(row.verdict is Verdict.SAME for row in section.rows)
    return f"{same} of {_count(len(section.rows), 'attribute')} the same"


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
