"""The protection of a resource: no plan may delete or replace it."""

from __future__ import annotations

from tap_stack.framework import TerraformResourceLifecycle


def protection(prevent_destroy: bool) -> TerraformResourceLifecycle | None:
    """Return the lifecycle that makes Terraform refuse such a plan, or none."""
    return TerraformResourceLifecycle(prevent_destroy=True) if prevent_destroy else None
