"""The report: its model, and a module for each format."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, TextIO

from stack_parity.report import html, json, junit, markdown, sarif, terminal
from stack_parity.report.model import Report

_SHORT: Final = {"terminal": terminal.write, "markdown": markdown.write}
"""Formats that show the differences alone unless asked for everything."""

_WRITERS: Final[Mapping[str, Callable[[Report, TextIO], None]]] = {
    "html": html.write,
    "json": json.write,
    "junit": junit.write,
    "sarif": sarif.write,
}
FORMATS: Final = (*_SHORT, *_WRITERS)


def render(report: Report, format_: str, stream: TextIO, *, everything: bool = False) -> None:
    """Write the report in one of `FORMATS`.

    Args:
        report: the report.
        format_: one of `FORMATS`.
        stream: where to.
        everything: whether terminal and Markdown show what is the same, too; the other formats always hold it.
    """
    if format_ in _SHORT:
        _SHORT[format_](report, stream, everything=everything)
    else:
        _WRITERS[format_](report, stream)
