"""The report as Markdown, for pull requests: the verdict, then what is not plainly the same."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final, TextIO

from stack_parity.checks.outcomes import Outcome, Status
from stack_parity.compare.verdicts import Row
from stack_parity.report.findings import Finding, differences, undecidable
from stack_parity.report.model import Report
from stack_parity.report.points import CONCERNS
from stack_parity.report.results import ChangedAttribute, EnvironmentChange, EnvironmentResult
from stack_parity.report.wording import (
    LONGEST,
    MARKS,
    STATUS_MARKS,
    STATUS_WORDS,
    WORDS,
    address,
    environment_line,
    environments,
    is_worth_showing,
    judged,
    printable,
    remark,
    rest,
    spelled,
    summary,
    unread,
)

_SPECIAL: Final = re.compile(r"([\\`*_{}\[\]()#+!|~<>&@:/-])")


def write(report: Report, stream: TextIO, *, everything: bool = False) -> None:
    """Write what differs and what could not be decided, then everything where asked."""
    stream.write("\n".join(_lines(report, everything=everything)) + "\n")


def _lines(report: Report, *, everything: bool) -> Iterator[str]:
    word, _, counts = report.headline.partition(": ")
    yield f"# {word}: {_plain(counts)}"
    yield ""
    yield from _table(("side", "read from"), [("left", _code(report.left)), ("right", _code(report.right))])
    for item in report.alone:
        yield f"\n{_plain(item.name)}: only on the {item.side}, not compared"
    for title, findings in (("Differences", differences(report)), ("Not decidable", undecidable(report))):
        if findings:
            yield f"\n## {title}\n"
            lines = (_finding(finding, report) for finding in findings)
            yield from _table(("", "what", "left", "right", "in", "at"), lines)
    for note in unread(report):
        yield f"\nNote on {_plain(note)}"
    if not everything:
        yield f"\n{_plain(rest(report))}"
        return
    for result in report.environments:
        yield from _environment(result)
    for change in report.environment_changes:
        yield from _environment_change(change)


def _finding(finding: Finding, report: Report) -> tuple[str, ...]:
    first = finding.first
    longest = None if first.principle else LONGEST
    return (
        f"{MARKS[first.verdict]} {CONCERNS[first.concern]}",
        _plain(finding.words) + (f": {_plain(first.note)}" if first.note else ""),
        _code(first.left, longest) if first.left is not None else "",
        _code(first.right, longest) if first.right is not None else "",
        _plain(environments(finding.environments, report) or "all"),
        ", ".join(_code(str(place)) for place in finding.places),
    )


def _environment(result: EnvironmentResult) -> Iterator[str]:
    yield ""
    yield f"## {_plain(environment_line(result))}"
    yield ""
    yield from _table(
        ("part", "left", "right", ""),
        (
            (
                _plain(part.label),
                _code(address(part.left)),
                _code(address(part.right)),
                f"{summary(part)}; {part.reason}",
            )
            for part in result.sections
        ),
    )
    rows = [(part.label, row) for part in result.sections for row in part.rows if is_worth_showing(row)]
    if rows:
        yield ""
        yield from _table(("", "what", "left", "right", "note"), (_cells(label, row) for label, row in rows))
    if result.principles:
        yield ""
        yield from _table(
            ("", "principle", "left", "right"),
            (
                (judged(item)[0], _plain(item.title), _outcome(item.left), _outcome(item.right))
                for item in result.principles
            ),
        )


def _environment_change(change: EnvironmentChange) -> Iterator[str]:
    yield ""
    yield f"## {_plain(change.start)} → {_plain(change.end)}: {len(change.changes)} changes"
    yield ""
    yield f"{change.same} are the same on both sides."
    rows = [item for item in change.changes if is_worth_showing(item)]
    if rows:
        yield ""
        yield from _table(("", "what", "left", "right", "note"), (_cells(item.label, item) for item in rows))


def _cells(label: str, row: Row | ChangedAttribute) -> tuple[str, ...]:
    return (
        f"{MARKS[row.verdict]} {WORDS[row.verdict]}",
        f"{_plain(label)} {_code(row.path)}",
        _code(row.left) if row.left is not None else "",
        _code(row.right) if row.right is not None else "",
        _plain(remark(row)),
    )


def _outcome(outcome: Outcome) -> str:
    word = f"{STATUS_MARKS[outcome.status]} {STATUS_WORDS[outcome.status]}"
    if outcome.status is Status.PASS or not outcome.evidence:
        return word
    return f"{word}: {_plain(spelled(outcome.evidence[0]))}"


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield "| " + " | ".join(head) + " |"
    yield "|" + "---|" * len(head)
    for row in rows:
        yield "| " + " | ".join(row) + " |"


def _code(value: str | None, longest: int | None = LONGEST) -> str:
    """Quote a value so that nothing in it is markup, in a cell of a table."""
    safe = printable(value, longest).replace("`", "'").replace("|", "\\|")
    return f"`{safe}`" if safe else ""


def _plain(value: str) -> str:
    return _SPECIAL.sub(r"\\\1", printable(value))
