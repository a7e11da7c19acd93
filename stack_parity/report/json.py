"""The report as JSON, for machines; `schema.json` beside this file is its published schema."""

from __future__ import annotations

import json
from typing import Final, TextIO

from stack_parity.report.model import Report

_LEADING: Final = ("version", "verdict", "headline", "differences", "undecidable", "points", "counts")


def write(report: Report, stream: TextIO) -> None:
    """Write the report; a character that UTF-8 cannot hold becomes its JSON escape."""
    document = report.model_dump(mode="json")
    verdict_first = {key: document[key] for key in _LEADING} | document
    text = json.dumps(verdict_first, indent=2, ensure_ascii=False)
    stream.write(text.encode("utf-8", "backslashreplace").decode("utf-8") + "\n")
