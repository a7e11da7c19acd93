"""What the scan counted last, as data that docs/security.md quotes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from product.scan.scanners import Findings

RECORD: Final = Path(__file__).with_name("record.json")

Counts = Mapping[str, Mapping[str, Mapping[str, int]]]
"""By environment, then `app` or `pulumi`: how many checks of checkov passed, and how many of both scanners failed."""


def counts(app: Mapping[str, Findings], pulumi: Mapping[str, Findings]) -> Counts:
    """Count what was found in each environment of the app and of the Pulumi version."""
    return {
        name: {
            side: {"passed": found.passed, "failed": len(found.failed)}
            for side, found in (("app", found), ("pulumi", pulumi[name]))
        }
        for name, found in sorted(app.items())
    }


def write_record(counted: Counts) -> None:
    """Keep the counts."""
    RECORD.write_text(json.dumps(counted, indent=1) + "\n", "utf-8")


def read_record() -> Counts:
    """Read the counts of the last scan."""
    counted: Counts = json.loads(RECORD.read_text("utf-8"))
    return counted
