"""Words that all formats share."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from stack_parity.checks.outcomes import Evidence, Outcome, Status
from stack_parity.compare.verdicts import Row, Section, Verdict
from stack_parity.model.program import Place
from stack_parity.model.spelling import short_address
from stack_parity.report.model import Report, counted
from stack_parity.report.results import ChangedAttribute, EnvironmentResult, PrincipleResult

BROKEN: Final = "!"
"""The mark of a principle that both sides break: a fault of both is no difference between them."""

_INVISIBLE: Final = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})
"""Categories of characters that a reader does not see, or that end a line."""

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
WORDS: Final = {
    Verdict.SAME: "same",
    Verdict.NAME: "same but for names",
    Verdict.DIFFERENT: "different",
    Verdict.ONLY_LEFT: "only on the left",
    Verdict.ONLY_RIGHT: "only on the right",
    Verdict.UNDECIDABLE: "not decidable",
    Verdict.ALLOWED: "allowed difference",
}
STATUS_WORDS: Final = {Status.PASS: "pass", Status.FAIL: "fail", Status.UNDECIDABLE: "not decidable"}
STATUS_MARKS: Final = {Status.PASS: "✓", Status.FAIL: "✗", Status.UNDECIDABLE: "?"}


def rest(report: Report) -> str:
    """Return what the first screen leaves out, and how to see it."""
    verdicts = report.verdicts()
    quiet = [f"{verdicts[verdict]} {WORDS[verdict]}" for verdict in (Verdict.SAME, Verdict.NAME) if verdicts[verdict]]
    if allowed := verdicts[Verdict.ALLOWED]:
        quiet.append(counted(allowed, "allowed difference"))
    return f"{', '.join(quiet) or 'nothing else'}: --all shows everything"


def unread(report: Report) -> list[str]:
    """Return what the readers could not follow, each once: `source: note`."""
    sides = [side for result in report.environments for side in (result.left, result.right)]
    return list(dict.fromkeys(f"{side.source}: {note}" for side in sides for note in side.notes))


def environment_line(result: EnvironmentResult) -> str:
    """Return one environment's verdict in one line."""
    word = counted(result.differences, "difference") if result.differences else "no difference"
    if result.undecidable:
        word += f", {result.undecidable} not decidable"
    elif not result.differences and result.points:
        word = "same"
    return f"{printable(result.name)}: {word} ({counted(result.points, 'point')} compared)"


def is_worth_showing(row: Row | ChangedAttribute) -> bool:
    """Return whether it is something else than plainly the same."""
    return row.verdict is not Verdict.SAME


def summary(section: Section) -> str:
    """Return how many of a section's attributes are the same."""
    same = sum(row.verdict is Verdict.SAME for row in section.rows)
    return f"{same} of {counted(len(section.rows), 'attribute')} the same"


def judged(item: PrincipleResult) -> tuple[str, str]:
    """Return the mark and the words for a principle: one that both sides break is no difference, and no sameness."""
    if item.broken_on_both and item.verdict is Verdict.SAME:
        return BROKEN, "broken on both sides"
    return MARKS[item.verdict], WORDS[item.verdict]


def remark(row: Row | ChangedAttribute) -> str:
    """Return what helps to judge a row: its note, and the request that separates two policies."""
    separation = row.separation if isinstance(row, Row) else None
    return "; ".join(part for part in (row.note, str(separation) if separation else "") if part)


def faults(outcome: Outcome) -> tuple[str, ...]:
    """Return all that an outcome rests on: each fault once, with the resources where there are several."""
    found: dict[str, list[str]] = {}
    for item in outcome.evidence:
        found.setdefault(spelled(item), []).append(address(item.address))
    several = len({item.address for item in outcome.evidence}) > 1
    return tuple(f"{fault} ({', '.join(where)})" if several else fault for fault, where in found.items())


def environments(finding_in: Sequence[str], report: Report) -> str:
    """Return in which environments something was found; empty where it is in all of them."""
    every = {result.name for result in report.environments}
    return "" if set(finding_in) == every else ", ".join(finding_in)


def short_place(places: Sequence[Place]) -> str:
    """Return one place without its folder, `function.py:41`: of a program's own source sooner than of JSON."""
    own = [place for place in places if not place.file.endswith(".json")] or list(places)
    return str(replace(own[0], file=own[0].file.rpartition("/")[2])) if own else ""


def excerpts(left: str | None, right: str | None, longest: int) -> tuple[str, str]:
    """Return both values, printable, in at most so many characters: what is too long is cut around where they part."""
    one, other = printable(left, None), printable(right, None)
    shared = next((at for at, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), None)
    start = min(len(one), len(other)) if shared is None else shared
    return _cut(one, start, longest), _cut(other, start, longest)


def _cut(text: str, start: int, longest: int) -> str:
    """Return the part of a text about a place, with `…` where something is left out."""
    if len(text) <= longest:
        return text
    begin = min(max(start - longest // 3, 0), len(text) - longest)
    end = begin + longest
    return (
        f"{'…' if begin else ''}{text[begin + bool(begin) : end - (end < len(text))]}{'…' if end < len(text) else ''}"
    )


def spelled(item: Evidence) -> str:
    """Return a piece of evidence without its address."""
    return f"{item.property}: {item.value}" if item.property else item.value


def address(value: str | None) -> str:
    """Return a short, printable address."""
    return "" if value is None else printable(short_address(value))


def printable(value: str | None, longest: int | None = LONGEST) -> str:
    """Return a value safe to print: no control or formatting characters, no more than `longest` characters."""
    if value is None:
        return "(nothing)"
    cut = value if longest is None or len(value) <= longest else f"{value[:longest]}… ({len(value)} characters)"
    return "".join(_visible(character) for character in cut)


def _visible(character: str) -> str:
    if unicodedata.category(character) not in _INVISIBLE:
        return character
    return "⏎" if character == "\n" else f"\\u{ord(character):04x}"
