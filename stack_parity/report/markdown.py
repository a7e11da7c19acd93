"""The report as Markdown, for pull requests: the verdict, then what is not plainly the same."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final, TextIO

from stack_parity.compare.verdicts import Outcome, Row, Status, Verdict
from stack_parity.comparison import Drift, EnvironmentResult, Report
from stack_parity.report.wording import (
    MARKS,
    STATUS_MARKS,
    address,
    environment_line,
    headline,
    is_worth_showing,
    judged,
    printable,
    spelled,
    summary,
)

_SPECIAL: Final = re.compile(r"([\\`*_{}\[\]()#+!|~<>&@:/-])")


def write(report: Report, stream: TextIO) -> None:
    """Write the report."""
    stream.write("\n".join(_lines(report)) + "\n")


def _lines(report: Report) -> Iterator[str]:
    yield f"# {headline(report)}"
    yield ""
    yield from _table(("side", "read from"), [("left", _code(report.left)), ("right", _code(report.right))])
    for result in report.environments:
        yield from _environment(result)
    for drift in report.drifts:
        yield from _drift(drift)


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
    yield ""
    yield from _table(
        ("", "principle", "left", "right"),
        (
            (judged(item)[0], _plain(item.title), _outcome(item.left), _outcome(item.right))
            for item in result.principles
        ),
    )
    for side in (result.left, result.right):
        for note in side.notes:
            yield f"\nNote on {_code(side.source)}: {_plain(note)}"


def _drift(drift: Drift) -> Iterator[str]:
    yield ""
    yield f"## {_plain(drift.start)} → {_plain(drift.end)}: {len(drift.rows)} changes"
    yield ""
    same = sum(row.verdict is Verdict.SAME for _, row in drift.rows)
    yield f"{same} are the same on both sides."
    rows = [(label, row) for label, row in drift.rows if is_worth_showing(row)]
    if rows:
        yield ""
        yield from _table(("", "what", "left", "right", "note"), (_cells(label, row) for label, row in rows))


def _cells(label: str, row: Row) -> tuple[str, ...]:
    return (
        f"{MARKS[row.verdict]} {row.verdict.value}",
        f"{_plain(label)} {_code(row.path)}",
        _code(row.left) if row.left is not None else "",
        _code(row.right) if row.right is not None else "",
        _plain(row.note),
    )


def _outcome(outcome: Outcome) -> str:
    word = f"{STATUS_MARKS[outcome.status]} {outcome.status.value}"
    if outcome.status is Status.PASS or not outcome.evidence:
        return word
    return f"{word}: {_plain(spelled(outcome.evidence[0]))}"


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield "| " + " | ".join(head) + " |"
    yield "|" + "---|" * len(head)
    for row in rows:
        yield "| " + " | ".join(row) + " |"


def _code(value: str | None) -> str:
    """Quote a value so that nothing in it is markup, in a cell of a table."""
    safe = printable(value).replace("`", "'").replace("|", "\\|")
    return f"`{safe}`" if safe else ""


def _plain(value: str) -> str:
    return _SPECIAL.sub(r"\\\1", printable(value))
