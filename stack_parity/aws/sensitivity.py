"""What Terraform and Pulumi hide: a secret, and what the schema calls sensitive."""

from __future__ import annotations

from stack_parity.aws import schema
from stack_parity.model.program import Program
from stack_parity.model.values import SEALED, Ref, Secret, Unknown, Value, walk


def is_sensitive(value: Value, program: Program) -> bool:
    """Return whether a part of a value is hidden, whatever the program says of it."""
    return any(_is_hidden(part, program) for part in walk(value))


def _is_hidden(part: Value, program: Program) -> bool:
    if isinstance(part, Secret) or (isinstance(part, Unknown) and part.expression == SEALED):
        return True
    return isinstance(part, Ref) and _leads_to_one(part, program)


def _leads_to_one(reference: Ref, program: Program) -> bool:
    first = reference.attribute.partition(".")[0]
    held = program.resources.get(reference.address)
    found = schema.of(held.type) if held else None
    if held is None and (source := program.data.get(reference.address)):
        found = schema.of_data(source.type)
    known = found.attributes.get(first) if found else None
    return known is not None and known.sensitive
