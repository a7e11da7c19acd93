"""Writes what is made from the code: schema and page of the settings, the page of the verbs, the picture of the house.

Tests compare them.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from docs.house import draw_into
from docs.import_table import read_rows
from docs.production import write_into
from docs.verbs import page
from tap_stack.settings import load_environments
from tap_stack.settings.reference import json_schema, markdown

ROOT = Path(__file__).resolve().parents[1]
PRODUCTION = ROOT / "docs" / "production.md"
ARCHITECTURE = ROOT / "docs" / "architecture.md"
HEADING = "# Settings of an environment\n\nMade from the code by `make reference`.\n\n"


def generated() -> Mapping[Path, str]:
    """Return every file that is made from the code, with its content."""
    return {
        ROOT / "environments" / "schema.json": json_schema(),
        ROOT / "docs" / "settings.md": HEADING + markdown(),
        ROOT / "docs" / "verbs.md": page(),
        ARCHITECTURE: draw_into(ARCHITECTURE.read_text("utf-8"), read_rows()),
    }


def generated_of_the_sample() -> Mapping[Path, str]:
    """Return every file that is made from environments/, with its content."""
    return {PRODUCTION: write_into(PRODUCTION.read_text("utf-8"), load_environments(ROOT / "environments"))}


if __name__ == "__main__":
    for file, content in {**generated(), **generated_of_the_sample()}.items():
        file.write_text(content, "utf-8")
