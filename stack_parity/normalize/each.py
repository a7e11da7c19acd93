"""The same change to every resource and data source of a program."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TypeAlias

from stack_parity.aws import schema
from stack_parity.aws.schema import Attribute
from stack_parity.model.program import Program, Resource
from stack_parity.model.values import Value

Change: TypeAlias = Callable[[str, Value, Attribute | None], Value]
"""From the name of an attribute, its value, and what the schema says of it (None: nothing), to its new value."""


def change_attributes(program: Program, change: Change) -> Program:
    """Return the program with what `change` makes of each attribute of its resources and data sources in its place."""
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
    attributes: Mapping[str, Attribute] = known.attributes if known else {}
    return replace(
        resource,
        attributes={name: change(name, value, attributes.get(name)) for name, value in resource.attributes.items()},
    )
