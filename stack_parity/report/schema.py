"""The schema of the JSON report, made from the model. `python -m stack_parity.report.schema` writes it anew."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

from stack_parity.report.model import Report

SCHEMA: Final = Path(__file__).with_name("schema.json")
"""JSON Schema, draft 2020-12."""


def schema() -> str:
    """Return the schema that the model makes."""
    document = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **Report.model_json_schema(mode="serialization"),
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    SCHEMA.write_text(schema(), encoding="utf-8")
