"""The report as JSON, for machines. `schema.json` beside this file is its published schema."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final, TextIO

from stack_parity.compare.verdicts import Outcome, PrincipleResult, Row, Section
from stack_parity.comparison import Drift, EnvironmentResult, Report, Side
from stack_parity.report.wording import headline

SCHEMA: Final = Path(__file__).with_name("schema.json")
"""JSON Schema, draft 2020-12."""

VERSION: Final = 1
"""Raised when a reader of the last version could go wrong."""


def write(report: Report, stream: TextIO) -> None:
    """Write the report."""
    json.dump(to_dict(report), stream, indent=2, ensure_ascii=False)
    stream.write("\n")


def to_dict(report: Report) -> dict[str, object]:
    """Give the report as the schema has it."""
    return {
        "version": VERSION,
        "verdict": "different" if report.differences else "same",
        "headline": headline(report),
        "differences": report.differences,
        "left": report.left,
        "right": report.right,
        "counts": {verdict.name.lower(): count for verdict, count in sorted(report.verdicts().items())},
        "environments": [_environment(result) for result in report.environments],
        "drifts": [_drift(drift) for drift in report.drifts],
    }


def _environment(result: EnvironmentResult) -> dict[str, object]:
    return {
        "name": result.name,
        "differences": result.differences,
        "left": _side(result.left),
        "right": _side(result.right),
        "sections": [_section(section) for section in result.sections],
        "principles": [_principle(item) for item in result.principles],
    }


def _side(side: Side) -> dict[str, object]:
    return {
        "source": side.source,
        "kind": side.kind,
        "environment": side.environment,
        "resources": side.resources,
        "notes": list(side.notes),
    }


def _section(section: Section) -> dict[str, object]:
    return {
        "label": section.label,
        "type": section.type,
        "left": section.left,
        "right": section.right,
        "reason": section.reason,
        "rows": [_row(row) for row in section.rows],
    }


def _row(row: Row) -> dict[str, object]:
    return {
        "path": row.path,
        "verdict": row.verdict.name.lower(),
        "left": row.left,
        "right": row.right,
        "note": row.note,
    }


def _principle(item: PrincipleResult) -> dict[str, object]:
    return {
        "id": item.id,
        "title": item.title,
        "verdict": item.verdict.name.lower(),
        "note": item.note,
        "left": _outcome(item.left),
        "right": _outcome(item.right),
    }


def _outcome(outcome: Outcome) -> dict[str, object]:
    return {
        "status": outcome.status.name.lower(),
        "evidence": [
            {"address": item.address, "property": item.property, "value": item.value} for item in outcome.evidence
        ],
    }


def _drift(drift: Drift) -> dict[str, object]:
    return {
        "from": drift.start,
        "to": drift.end,
        "changes": [{"label": label, **_row(row)} for label, row in drift.rows],
    }
