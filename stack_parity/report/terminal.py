"""The report in a terminal: side by side, within 100 columns, the verdict first."""

from __future__ import annotations

from typing import Final, TextIO

from rich.console import Console
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from stack_parity.compare.verdicts import WHOLE, Outcome, Section, Status, Verdict
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

WIDTH: Final = 100
LONGEST_CELL: Final = 240
_STYLES: Final = {
    Verdict.SAME: "green",
    Verdict.NAME: "cyan",
    Verdict.DIFFERENT: "bold red",
    Verdict.ONLY_LEFT: "bold red",
    Verdict.ONLY_RIGHT: "bold red",
    Verdict.UNDECIDABLE: "bold yellow",
    Verdict.ALLOWED: "blue",
}
_STATUS_STYLES: Final = {Status.PASS: "green", Status.FAIL: "bold red", Status.UNDECIDABLE: "yellow"}


def write(report: Report, stream: TextIO) -> None:
    """Print the report; in colour where the stream is a terminal."""
    console = Console(file=stream, highlight=False, markup=False, emoji=False, soft_wrap=False)
    console.width = min(console.width, WIDTH) if stream.isatty() else WIDTH
    console.print(Text(headline(report), style="bold red" if report.differences else "bold green"))
    console.print(Text(f"left   {printable(report.left)}\nright  {printable(report.right)}", style="dim"))
    for result in report.environments:
        _environment(result, console)
    for drift in report.drifts:
        _drift(drift, console)


def _environment(result: EnvironmentResult, console: Console) -> None:
    console.print()
    console.print(Rule(Text(environment_line(result), style="bold"), align="left", style="dim"))
    table = _table("left", "right")
    for section in result.sections:
        _section(section, table)
    console.print(table)
    if result.principles:
        principles = _table("left", "right", first="principle")
        for item in result.principles:
            mark, words = judged(item)
            style = _STYLES[item.verdict] if words == item.verdict.value else _STATUS_STYLES[Status.FAIL]
            principles.add_row(Text(mark, style=style), Text(item.title), _outcome(item.left), _outcome(item.right))
        console.print(principles)
    for side in (result.left, result.right):
        for note in side.notes:
            console.print(Text(f"note: {printable(side.source)}: {printable(note)}", style="dim"))


def _section(section: Section, table: Table) -> None:
    rows = [row for row in section.rows if is_worth_showing(row)]
    alone = len(rows) == 1 and rows[0].path == WHOLE
    verdict = rows[0].verdict if alone else None if rows else Verdict.SAME
    mark = Text(MARKS[verdict], style=_STYLES[verdict]) if verdict else Text("")
    label = Text(printable(section.label, LONGEST_CELL), style="bold")
    label.append(f"\n{section.reason if alone else f'{summary(section)}; {section.reason}'}", style="dim")
    table.add_row(mark, label, Text(address(section.left), style="dim"), Text(address(section.right), style="dim"))
    for row in () if alone else rows:
        path = Text(f"  {printable(row.path, LONGEST_CELL)}")
        if row.note:
            path.append(f"\n  {printable(row.note, LONGEST_CELL)}", style="dim italic")
        cells = [Text("" if value is None else printable(value, LONGEST_CELL)) for value in (row.left, row.right)]
        table.add_row(Text(MARKS[row.verdict], style=_STYLES[row.verdict]), path, *cells)


def _drift(drift: Drift, console: Console) -> None:
    console.print()
    same = sum(row.verdict is Verdict.SAME for _, row in drift.rows)
    title = f"{drift.start} → {drift.end}: {len(drift.rows)} changes, {same} the same on both sides"
    console.print(Rule(Text(printable(title), style="bold"), align="left", style="dim"))
    table = _table("left", "right", first="change")
    for label, row in drift.rows:
        mark = Text(MARKS[row.verdict], style=_STYLES[row.verdict])
        path = Text(printable(f"{label} {row.path}", LONGEST_CELL))
        left, right = (Text("" if value is None else printable(value, LONGEST_CELL)) for value in (row.left, row.right))
        table.add_row(mark, path, left, Text("the same", style="dim") if row.verdict is Verdict.SAME else right)
    console.print(table)


def _outcome(outcome: Outcome) -> Text:
    text = Text(f"{STATUS_MARKS[outcome.status]} {outcome.status.value}", style=_STATUS_STYLES[outcome.status])
    if outcome.status is not Status.PASS and outcome.evidence:
        item = outcome.evidence[0]
        text.append(f"\n{printable(spelled(item), LONGEST_CELL)}", style="dim")
    return text


def _table(left: str, right: str, *, first: str = "what") -> Table:
    table = Table(box=None, pad_edge=False, expand=True, show_header=True, header_style="dim")
    table.add_column("", width=1)
    table.add_column(first, ratio=4, overflow="fold")
    table.add_column(left, ratio=3, overflow="fold")
    table.add_column(right, ratio=3, overflow="fold")
    return table
