"""Each value in its plainest shape.

Absent, null and empty are one; a list of one block is that block; 512.0 is 512; a list of blocks has a singular name.

Before: `{"cors_rules": [{"max_age": 3.0}, {"max_age": 5}], "tracing_config": [{"mode": "Active"}], "layers": []}`.
After: `{"cors_rule": [{"max_age": 3}, {"max_age": 5}], "tracing_config": {"mode": "Active"}}`.

The keys of a user's map stay, and so does everything inside a document but the numbers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from stack_parity.aws.names import singular
from stack_parity.aws.types import USER_MAPS
from stack_parity.model.program import Program, Resource
from stack_parity.model.values import Document, Value
from stack_parity.normalize.each import change_attributes


def simplify_shapes(program: Program) -> Program:
    """Return the program with every value in its plainest form."""
    simplified = change_attributes(program, _simplified)
    provider = program.provider
    return replace(
        simplified,
        outputs={name: shape(value) for name, value in program.outputs.items()},
        provider=None if provider is None else {name: shape(value) for name, value in provider.items()},
    )


def _simplified(resource: Resource) -> Mapping[str, Value]:
    shaped = shape(dict(resource.attributes))
    return shaped if isinstance(shaped, dict) else {}


def shape(value: Value, name: str = "") -> Value:
    """Return one value in its plainest form; `name` is the attribute that holds it."""
    if isinstance(value, Document):
        return Document(_numbers(value.content))
    if isinstance(value, dict):
        if name in USER_MAPS:
            return {key: _scalar_text(shape(item)) for key, item in value.items() if item is not None}
        inner = {key: shape(item, key) for key, item in value.items()}
        return {_block_name(key, value[key]): item for key, item in inner.items() if not _is_empty(item)}
    if isinstance(value, list):
        items = [shape(item, name) for item in value if item is not None]
        return items[0] if len(items) == 1 and isinstance(items[0], dict) else items
    return _number(value)


def _numbers(value: Value) -> Value:
    """Return a document's content with whole numbers as such."""
    if isinstance(value, dict):
        return {key: _numbers(item) for key, item in value.items()}
    return [_numbers(item) for item in value] if isinstance(value, list) else _number(value)


def _number(value: Value) -> Value:
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _block_name(key: str, value: Value) -> str:
    blocks = isinstance(value, list) and bool(value) and all(isinstance(item, dict) for item in value)
    return singular(key) if blocks else key


def _is_empty(value: Value) -> bool:
    return value is None or value == "" or (isinstance(value, list | dict) and not value)


def _scalar_text(value: Value) -> Value:
    """Spell a value of a map of strings as the provider does."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int | float) else value
