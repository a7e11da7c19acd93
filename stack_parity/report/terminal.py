"""The report in a terminal: side by side, within 100 columns, the verdict first."""

from __future__ import annotations

from typing import Final, TextIO

from rich.console import Console
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from stack_parity.checks.outcomes import Outcome, Status
from stack_parity.compare.verdicts import WHOLE, Section, Verdict
from stack_parity.report.first_screen import STYLES, first_screen
from stack_parity.report.model import Judgement, Report
from stack_parity.report.results import EnvironmentChange, EnvironmentResult
from stack_parity.report.wording import (
    MARKS,
    STATUS_MARKS,
    STATUS_WORDS,
    WORDS,
    address,
    environment_line,
    is_worth_showing,
    judged,
    printable,
    remark,
    rest,
    spelled,
    summary,
    unread,
)

WIDTH: Final = 100
LONGEST_CELL: Final = 240
_JUDGEMENT_STYLES: Final = {
    Judgement.SAME: "bold green",
    Judgement.DIFFERENT: "bold red",
    Judgement.UNDECIDABLE: "bold yellow",
}
_STATUS_STYLES: Final = {Status.PASS: "green", Status.FAIL: "bold red", Status.UNDECIDABLE: "yellow"}


class _Console(Console):
    """A console that leaves to the caller what a reader's end means: rich would end the process with code 1."""

    def on_broken_pipe(self) -> None:
        """Raise the error again."""
        raise BrokenPipeError


def write(report: Report, stream: TextIO, *, everything: bool = False) -> None:
    """Print what differs and what could not be decided, then everything where asked; in colour on a terminal."""
    console = _Console(file=stream, highlight=False, markup=False, emoji=False, soft_wrap=False)
    console.width = min(console.width, WIDTH) if stream.isatty() else WIDTH
    console.print(Text(printable(report.headline, None), style=_JUDGEMENT_STYLES[report.verdict]))
    console.print(Text(f"left   {printable(report.left)}\nright  {printable(report.right)}", style="dim"))
    for item in report.alone:
        console.print(Text(f"{printable(item.name)}: only on the {item.side}, not compared", style="yellow"))
    first_screen(report, console)
    notes = unread(report)
    if notes:
        console.print()
    for note in notes:
        for line in Text(f"note: {printable(note, None)}", "dim", overflow="fold").wrap(console, console.width):
            line.rstrip()
            console.print(line)
    if not everything:
        console.print(Text(f"\n{rest(report)}", style="dim"))
        return
    for result in report.environments:
        _environment(result, console)
    for change in report.environment_changes:
        _environment_change(change, console)


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
            style = STYLES[item.verdict] if words == WORDS[item.verdict] else _STATUS_STYLES[Status.FAIL]
            principles.add_row(Text(mark, style=style), Text(item.title), _outcome(item.left), _outcome(item.right))
        console.print(principles)


def _section(section: Section, table: Table) -> None:
    rows = [row for row in section.rows if is_worth_showing(row)]
    alone = len(rows) == 1 and rows[0].path == WHOLE
    verdict = rows[0].verdict if alone else None if rows else Verdict.SAME
    mark = Text(MARKS[verdict], style=STYLES[verdict]) if verdict else Text("")
    label = Text(printable(section.label, LONGEST_CELL), style="bold")
    label.append(f"\n{section.reason if alone else f'{summary(section)}; {section.reason}'}", style="dim")
    table.add_row(mark, label, Text(address(section.left), style="dim"), Text(address(section.right), style="dim"))
    for row in () if alone else rows:
        path = Text(f"  {printable(row.path, LONGEST_CELL)}")
        if said := remark(row):
            path.append(f"\n  {printable(said, LONGEST_CELL)}", style="dim italic")
        cells = [Text("" if value is None else printable(value, LONGEST_CELL)) for value in (row.left, row.right)]
        table.add_row(Text(MARKS[row.verdict], style=STYLES[row.verdict]), path, *cells)


def _environment_change(change: EnvironmentChange, console: Console) -> None:
    console.print()
    title = f"{change.start} → {change.end}: {len(change.changes)} changes, {change.same} the same on both sides"
    console.print(Rule(Text(printable(title), style="bold"), align="left", style="dim"))
    table = _table("left", "right", first="change")
    for item in change.changes:
        mark = Text(MARKS[item.verdict], style=STYLES[item.verdict])
        path = Text(printable(f"{item.label} {item.path}", LONGEST_CELL))
        cells = (Text("" if value is None else printable(value, LONGEST_CELL)) for value in (item.left, item.right))
        left, right = cells
        table.add_row(mark, path, left, Text("the same", style="dim") if item.verdict is Verdict.SAME else right)
    console.print(table)


def _outcome(outcome: Outcome) -> Text:
    text = Text(f"{STATUS_MARKS[outcome.status]} {STATUS_WORDS[outcome.status]}", style=_STATUS_STYLES[outcome.status])
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
