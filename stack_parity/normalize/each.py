"""The same change to every resource and data source of a program."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from stack_parity.model.program import Program, Resource
from stack_parity.model.values import Value


def change_attributes(program: Program, change: Callable[[Resource], Mapping[str, Value]]) -> Program:
    """Return the program with what `change` makes of each resource in the place of its attributes."""
    return replace(program, resources=_changed(program.resources, change), data=_changed(program.data, change))


def _changed(
    resources: Mapping[str, Resource], change: Callable[[Resource], Mapping[str, Value]]
) -> dict[str, Resource]:
    return {address: replace(resource, attributes=change(resource)) for address, resource in resources.items()}
