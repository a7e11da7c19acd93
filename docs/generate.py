"""Writes what is made from the code: the schema and the page of the settings, and the picture of the house.

Tests compare them.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from docs.house import draw_into
from docs.import_table import read_rows
from tap_stack.settings.reference import json_schema, markdown

ROOT = Path(__file__).resolve().parents[1]
ARCHITECTURE = ROOT / "docs" / "architecture.md"
HEADING = "# Settings of an environment\n\nMade from the code by `make reference`.\n\n"


def generated() -> Mapping[Path, str]:
    """Return every file that is made from the code, with its content."""
    return {
        ROOT / "environments" / "schema.json": json_schema(),
        ROOT / "docs" / "settings.md": HEADING + markdown(),
        ARCHITECTURE: draw_into(ARCHITECTURE.read_text("utf-8"), read_rows()),
    }


if __name__ == "__main__":
    for file, content in generated().items():
        file.write_text(content, "utf-8")
