"""What makes a refusal clear."""

from __future__ import annotations

from typing import Final

from tap_stack.faults import FaultsError

LIMIT: Final = 100_000
"""Characters that a message of any input may have: a hundred faults in full."""


def unclear(error: FaultsError) -> str | None:
    """Return what a refusal lacks: a place, what was found, a rule, a remedy; or what it holds and may not."""
    message = str(error)
    if len(message) > LIMIT:
        return f"a message of {len(message)} characters"
    if any(not (char.isprintable() or char == "\n") for char in message):
        return "raw control characters"
    if all(fault.where and fault.found and fault.rule and fault.remedy for fault in error.faults) and error.faults:
        return None
    return f"no place, rule or remedy: {message}"
