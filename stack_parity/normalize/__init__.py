"""From what a reader found to the normal form, in which equal things look equal.

The passes run in this order, each once over the whole program; a later one relies on what the earlier ones have done.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from stack_parity.model.program import Program
from stack_parity.normalize.connect_names import connect_names
from stack_parity.normalize.connect_resources import connect_resources
from stack_parity.normalize.default_tags import add_default_tags
from stack_parity.normalize.documents import read_documents
from stack_parity.normalize.hide_secrets import hide_secrets
from stack_parity.normalize.references import resolve_references
from stack_parity.normalize.shapes import simplify_shapes
from stack_parity.normalize.type_names import unify_type_names

PASSES: Final[tuple[Callable[[Program], Program], ...]] = (
    unify_type_names,
    add_default_tags,
    hide_secrets,
    read_documents,
    simplify_shapes,
    resolve_references,
    connect_resources,
    connect_names,
)


def normalize(program: Program) -> Program:
    """Return the program in the normal form."""
    for each in PASSES:
        program = each(program)
    return program
