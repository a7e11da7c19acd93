"""The same change to every resource and data source of a program."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TypeAlias

from stack_parity.aws import schema
from stack_parity.aws.schema import Attribute
from stack_parity.model.program import Program, Resource
from stack_parity.model.values import Value

Change: TypeAlias = Callable[[Mapping[str, Value], Mapping[str, Attribute]], Mapping[str, Value]]
"""From the attributes of a resource, and what the schema says of them by name, to its new attributes."""


def change_attributes(program: Program, change: Change) -> Program:
    """Return the program with what `change` makes of the attributes of each resource and data source in their place."""
    return replace(
        program,
        resources={
            address: _changed(resource, schema.of(resource.type), change)
            for address, resource in program.resources.items()
        },
        data={
            address: _changed(source, schema.of_data(source.type), change) for address, source in program.data.items()
        },
    )


def _changed(resource: Resource, known: schema.TypeSchema | None, change: Change) -> Resource:
    changed = change(resource.attributes, known.attributes if known else {})
    return resource if changed is resource.attributes else replace(resource, attributes=changed)
