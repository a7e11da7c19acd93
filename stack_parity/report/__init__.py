"""The report: its model, and a module for each format."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, TextIO

from stack_parity.report import html, json, junit, markdown, terminal
from stack_parity.report.model import Report

_WRITERS: Final[Mapping[str, Callable[[Report, TextIO], None]]] = {
    "terminal": terminal.write,
    "markdown": markdown.write,
    "html": html.write,
    "json": json.write,
    "junit": junit.write,
}
FORMATS: Final = tuple(_WRITERS)


def render(report: Report, format_: str, stream: TextIO) -> None:
    """Write the report in one of `FORMATS`."""
    _WRITERS[format_](report, stream)
