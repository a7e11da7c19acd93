"""Previews of what exists and exports hold values, where a program held references; this finds them again.

A string that a property got from another resource (its property dependencies say so) and that equals or contains a
value which only AWS could give that resource (an ARN, an id, not a name that the program chose) is a reference to it.
So the same program reads the same from a run and from an export.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from stack_parity.sources.pulumi.registrations import Reference, Registration, Template, Value

SHORTEST: Final = 8
"""Characters of a value that is looked for inside longer strings; shorter ones would be found by chance."""

_PREFERRED: Final = ("arn", "id", "name")
"""Of several attributes with the same value, the one that programs use most comes first."""

Known = Mapping[str, Reference]
"""Value to the attribute that it is the value of."""


def restore_inputs(resources: Iterable[Registration]) -> tuple[Registration, ...]:
    """Return the resources with the references of their inputs in place."""
    resources = tuple(resources)
    known = {resource.urn: _computed(resource) for resource in resources}
    return tuple(
        replace(
            resource,
            inputs={
                name: _restored(value, _merged(resource.property_dependencies.get(name, ()), known))
                for name, value in resource.inputs.items()
            },
        )
        for resource in resources
    )


def restore_exports(exports: Mapping[str, Value], resources: Iterable[Registration]) -> dict[str, Value]:
    """Return the exports with references for what one resource of the stack has and no other, and for its ARN."""
    holders: dict[str, list[Reference]] = {}
    for resource in resources:
        for value, reference in _computed(resource).items():
            holders.setdefault(value, []).append(reference)
    known = {
        value: found[0]
        for value, found in holders.items()
        if found[0].attribute == "arn" or (len(found) == 1 and len(value) >= SHORTEST)
    }
    return {name: known.get(value, value) if isinstance(value, str) else value for name, value in exports.items()}


def _computed(resource: Registration) -> dict[str, Reference]:
    """Find the strings that the resource has and that its program did not give it."""
    if not resource.custom:
        return {}
    given = {value for value in resource.inputs.values() if isinstance(value, str)}
    order = {name: index for index, name in enumerate(_PREFERRED)}
    found: dict[str, Reference] = {}
    for name in sorted(resource.outputs, key=lambda name: (order.get(name, len(order)), name)):
        value = resource.outputs[name]
        if isinstance(value, str) and value and value not in given and name not in resource.inputs:
            found.setdefault(value, Reference(resource.urn, name))
    return found


def _merged(urns: Iterable[str], known: Mapping[str, Known]) -> dict[str, Reference]:
    merged: dict[str, Reference] = {}
    for urn in urns:
        for value, reference in known.get(urn, {}).items():
            merged.setdefault(value, reference)
    return merged


def _restored(value: Value, known: Known) -> Value:
    if not known:
        return value
    match value:
        case str() if value in known:
            return known[value]
        case str():
            return _template(value, {text: reference for text, reference in known.items() if len(text) >= SHORTEST})
        case list():
            return [_restored(item, known) for item in value]
        case dict():
            return {key: _restored(item, known) for key, item in value.items()}
        case _:
            return value


def _template(value: str, known: Known) -> Value:
    """Put references into a longer string, the longest match first."""
    if not known:
        return value
    pattern = "|".join(re.escape(text) for text in sorted(known, key=lambda text: (-len(text), text)))
    pieces = re.split(f"({pattern})", value)
    parts = tuple(known[piece] if index % 2 else piece for index, piece in enumerate(pieces) if piece)
    return Template(parts) if len(parts) > 1 else value
