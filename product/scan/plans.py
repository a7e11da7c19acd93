"""A plan as the scanners should read it."""

from __future__ import annotations

from typing import Any, Final

STATED: Final = ("after", "values")
"""Where a plan states what a resource will be."""
UNRESERVED: Final = ("reserved_concurrent_executions", -1)
"""How the provider spells that no concurrency is reserved."""


def as_stated(plan: Any) -> Any:
    """Return a plan without what its resources leave unset.

    Terraform shows an unset attribute as null and unreserved concurrency as -1, and checkov passes a check that an
    attribute is set when its key is there, whatever its value.
    """
    if isinstance(plan, dict):
        return {key: _only_set(inner) if key in STATED else as_stated(inner) for key, inner in plan.items()}
    return [as_stated(inner) for inner in plan] if isinstance(plan, list) else plan


def _only_set(value: Any) -> Any:
    if isinstance(value, dict):
        pairs = ((key, inner) for key, inner in value.items() if inner is not None and (key, inner) != UNRESERVED)
        return {key: _only_set(inner) for key, inner in pairs}
    return [_only_set(inner) for inner in value] if isinstance(value, list) else value
