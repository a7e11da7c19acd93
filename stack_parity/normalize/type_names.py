"""A type that has an older name gets the one that it has now.

Before: a resource of type `aws_alb`.
After: a resource of type `aws_lb`. Addresses stay.
"""

from __future__ import annotations

from dataclasses import replace

from stack_parity.aws.aliases import SAME_AS
from stack_parity.model.program import Program


def unify_type_names(program: Program) -> Program:
    """Return the program with one name for each type."""
    return replace(
        program,
        resources={
            address: replace(resource, type=SAME_AS[resource.type]) if resource.type in SAME_AS else resource
            for address, resource in program.resources.items()
        },
    )
