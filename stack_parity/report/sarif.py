"""The report as SARIF 2.1.0, for code scanning: a result for each difference and each point not decidable."""

from __future__ import annotations

import json
from typing import Any, Final, TextIO

from stack_parity.compare.concerns import Concern
from stack_parity.compare.verdicts import Verdict
from stack_parity.report.findings import CONCERNS, Point, points
from stack_parity.report.model import Report
from stack_parity.report.wording import WORDS, printable

_SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS: Final = {
    Concern.EXPOSURE: "error",
    Concern.DATA: "error",
    Concern.BEHAVIOUR: "error",
    Concern.NAMES: "warning",
}


def write(report: Report, stream: TextIO) -> None:
    """Write the report."""
    sources = {result.name: result.right.source for result in report.environments}
    decided = [point for point in points(report) if point.verdict is not Verdict.UNDECIDABLE or not point.principle]
    run = {
        "tool": {
            "driver": {
                "name": "stack-parity",
                "rules": [{"id": concern, "shortDescription": {"text": words}} for concern, words in CONCERNS.items()],
            }
        },
        "properties": {"headline": printable(report.headline, None)},
        "results": [_result(point, sources) for point in decided],
    }
    json.dump({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, stream, indent=2)
    stream.write("\n")


def _result(point: Point, sources: dict[str, str]) -> dict[str, Any]:
    source = sources.get(point.environment.partition(" → ")[0], "")
    words = f"{point.environment}: {point.label} {point.path}: {WORDS[point.verdict]}"
    return {
        "ruleId": point.concern.value,
        "level": "note" if point.verdict is Verdict.UNDECIDABLE else _LEVELS[point.concern],
        "message": {"text": f"{printable(words)} (left {printable(point.left)}, right {printable(point.right)})"},
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": printable(source, None)}}}],
    }
