"""`tap fix`."""

from __future__ import annotations

from tap_cli.app import Door
from tap_cli.quality import call_all


def fix(*, workstation: Door) -> int:
    """Format, and correct what the linter can."""
    return call_all(workstation, ("ruff", "check", "--fix"), ("ruff", "format"))
