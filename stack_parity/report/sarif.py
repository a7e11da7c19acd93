"""The report as SARIF 2.1.0, for code scanning: a result for each difference and each point not decidable."""

from __future__ import annotations

import json
from typing import Any, Final, TextIO
from urllib.parse import quote

from stack_parity.compare.concerns import Concern
from stack_parity.compare.verdicts import Verdict
from stack_parity.model.program import Place
from stack_parity.report.model import Report
from stack_parity.report.points import CONCERNS, Point, points
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
    sources = {result.name: (result.left.source, result.right.source) for result in report.environments}
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


def _result(point: Point, sources: dict[str, tuple[str, str]]) -> dict[str, Any]:
    read_from = sources.get(point.environment.partition(" → ")[0], ("", ""))
    places = [place or Place(source) for place, source in zip(point.places, read_from, strict=True)]
    words = f"{point.environment}: {point.label} {point.path}: {WORDS[point.verdict]}"
    note = f"; {printable(point.note)}" if point.note else ""
    return {
        "ruleId": point.concern.value,
        "level": "note" if point.verdict is Verdict.UNDECIDABLE else _LEVELS[point.concern],
        "message": {"text": f"{printable(words)} (left {printable(point.left)}, right {printable(point.right)}){note}"},
        "locations": [_location(places[1])],
        "relatedLocations": [_location(places[0])],
    }


def _location(place: Place) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": {"uri": quote(place.file.encode("utf-8", "replace"))}}
    if place.line is not None:
        physical["region"] = {"startLine": place.line}
    return {"physicalLocation": physical}
