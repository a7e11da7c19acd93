"""Writes what is made from the code: `environments/schema.json` and `docs/settings.md`. A test compares them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from tap_stack.settings.reference import json_schema, markdown

ROOT = Path(__file__).resolve().parents[1]
HEADING = "# Settings of an environment\n\nMade from the code by `make reference`.\n\n"


def generated() -> Mapping[Path, str]:
    """Every file that is made from the code, with its content."""
    return {
        ROOT / "environments" / "schema.json": json_schema(),
        ROOT / "docs" / "settings.md": HEADING + markdown(),
    }


if __name__ == "__main__":
    for file, content in generated().items():
        file.write_text(content, "utf-8")
