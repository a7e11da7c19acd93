"""The first screen on a terminal: a line for each difference, worst first, then for each point not decidable."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from rich.console import Console
from rich.text import Text

from stack_parity.compare.verdicts import Verdict
from stack_parity.report.findings import Finding, differences, undecidable
from stack_parity.report.model import Report
from stack_parity.report.points import CONCERNS
from stack_parity.report.wording import MARKS, environments, excerpts, printable, short_place

STYLES: Final = {
    Verdict.SAME: "green",
    Verdict.NAME: "cyan",
    Verdict.DIFFERENT: "bold red",
    Verdict.ONLY_LEFT: "bold red",
    Verdict.ONLY_RIGHT: "bold red",
    Verdict.UNDECIDABLE: "bold yellow",
    Verdict.ALLOWED: "blue",
}
"""Of the marks."""

NARROWEST, WIDEST, WIDEST_PLACE = 9, 18, 24
"""Characters of the columns of values, and of the one of places."""
_GAP: Final = 2
_INDENTATION: Final = 4
_HERE: Final = "only here"
"""The value of what one side alone has; the line itself says what it is."""


def first_screen(report: Report, console: Console) -> None:
    """Print the differences, then what could not be decided, under a heading for each concern."""
    for title, findings in (("", differences(report)), ("not decidable: ", undecidable(report))):
        lines = [_line(finding, report) for finding in findings]
        widths = _widths(lines, console.width)
        for concern, words in CONCERNS.items():
            found = [line for line in lines if line.finding.points[0].concern is concern]
            if found:
                console.print()
                heading = (f"{title}{words}", "left", "right", "at" if widths[-1] else "")
                console.print(_row([Text(word, "dim") for word in heading], widths))
            for line in found:
                console.print(_row([line.what, *map(Text, _values(line, widths[1])), Text(line.place, "dim")], widths))
                _details(line, widths[1], console)


@dataclass(frozen=True)
class _Line:
    """A finding, and what stands in the columns."""

    finding: Finding
    what: Text
    left: str | None
    right: str | None
    place: str


def _line(finding: Finding, report: Report) -> _Line:
    first, where = finding.first, environments(finding.environments, report)
    what = Text.assemble(
        (f"{MARKS[first.verdict]} ", STYLES[first.verdict]),
        printable(f"{where}: {finding.words}" if where else finding.words, None),
    )
    left = _HERE if first.verdict is Verdict.ONLY_LEFT else first.left
    right = _HERE if first.verdict is Verdict.ONLY_RIGHT else first.right
    return _Line(finding, what, left, right, printable(short_place(finding.places), None))


def _widths(lines: list[_Line], width: int) -> tuple[int, int, int, int]:
    """Return the widths of the columns, the same under every heading."""
    values = (len(printable(value, None)) for line in lines for value in (line.left, line.right))
    value = min(max([NARROWEST, *values]), WIDEST)
    place = min(max((len(line.place) for line in lines), default=0), WIDEST_PLACE)
    return width - 2 * value - place - 3 * _GAP, value, value, place


def _values(line: _Line, width: int) -> tuple[str, str]:
    """Return both values as they fit; of a principle that does not, the status alone."""
    if line.finding.first.principle and _is_cut(line, width):
        left, right = ((value or "").partition(":")[0] for value in (line.left, line.right))
        return left, right
    return excerpts(line.left, line.right, width)


def _is_cut(line: _Line, width: int) -> bool:
    return any(len(value or "") > width for value in (line.left, line.right))


def _details(line: _Line, width: int, console: Console) -> None:
    """Print what no column holds: the note, with the request that separates two policies, and every offender."""
    if note := line.finding.first.note:
        text = Text(printable(note, None), "dim", overflow="fold")
        for part in text.wrap(console, console.width - _INDENTATION):
            part.rstrip()
            console.print(Text(" " * _INDENTATION).append_text(part))
    for fault in line.finding.first.faults if _is_cut(line, width) else ():
        text = Text(" " * _INDENTATION + printable(fault, None), "dim")
        text.truncate(console.width, overflow="ellipsis")
        console.print(text)


def _row(cells: list[Text], widths: tuple[int, ...]) -> Text:
    """Return cells in their columns; what is too long ends in `…`."""
    row = Text()
    for cell, width in zip(cells, widths, strict=True):
        cell.truncate(width, overflow="ellipsis", pad=True)
        row.append_text(cell).append(" " * _GAP)
    row.rstrip()
    return row
