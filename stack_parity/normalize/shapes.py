"""Each value in the shape that the provider's schema gives it.

Absent, null and empty are one; a block that may stand once is that block, others are a list; one value for a list is a
list of it; 512.0 and "512" are 512 where a number is asked for.

Before: `{"cors_rule": {"max_age_seconds": 3.0}, "tracing_config": [{"mode": "Active"}], "layers": []}`.
After: `{"cors_rule": [{"max_age_seconds": 3}], "tracing_config": {"mode": "Active"}}`.

The keys of a user's map stay, and so does everything inside a document but the numbers. Of what the schema does not
know, a list of one block is that block.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from stack_parity.aws.schema import Attribute, Kind
from stack_parity.model.program import Program
from stack_parity.model.values import Document, Text, Value
from stack_parity.normalize.each import change_attributes


def simplify_shapes(program: Program) -> Program:
    """Return the program with every value in its plainest form."""
    provider = program.provider
    return replace(
        change_attributes(program, _simplified),
        outputs={name: shape(value) for name, value in program.outputs.items()},
        provider=None if provider is None else {name: shape(value) for name, value in provider.items()},
        providers={
            name: replace(other, settings={key: shape(value) for key, value in other.settings.items()})
            for name, other in program.providers.items()
        },
    )


def _simplified(attributes: Mapping[str, Value], known: Mapping[str, Attribute]) -> dict[str, Value]:
    return _filled({name: shape(value, known.get(name)) for name, value in attributes.items()}, known)


def shape(value: Value, known: Attribute | None = None) -> Value:
    """Return one value in its plainest form; `known` is what the schema says of the attribute that holds it."""
    if isinstance(value, Document):
        return Document(_numbers(value.content))
    if isinstance(value, dict):
        return _of_object(value, known)
    if isinstance(value, list):
        return _of_list([item for item in value if item is not None], known)
    if known is not None and known.kind in (Kind.LIST, Kind.SET) and _is_one(value):
        return [_scalar(value, known.element)]
    return _scalar(value, known.kind if known else "")


def _of_object(value: dict[str, Value], known: Attribute | None) -> Value:
    if known is not None and known.kind is Kind.MAP:
        return {key: _scalar(shape(item), known.element) for key, item in value.items() if item is not None}
    inner = known.attributes if known else {}
    found = _filled({key: shape(item, inner.get(key)) for key, item in value.items()}, inner)
    several = known is not None and known.kind in (Kind.LIST, Kind.SET) and not known.single
    return [found] if several else found


def _of_list(items: list[Value], known: Attribute | None) -> Value:
    if known is None or known.single:
        shaped = [shape(item, known) for item in items]
        return shaped[0] if len(shaped) == 1 and isinstance(shaped[0], dict) else shaped
    if not known.attributes:
        return [_scalar(shape(item), known.element) for item in items]
    return [item for one in items for item in _as_list(shape(one, known))]


def _as_list(value: Value) -> list[Value]:
    return value if isinstance(value, list) else [value]


def _filled(values: Mapping[str, Value], known: Mapping[str, Attribute]) -> dict[str, Value]:
    """Return what is not empty; a block that holds nothing is there nevertheless (`allow {}` of a web ACL)."""
    return {
        key: value
        for key, value in values.items()
        if not _is_empty(value) or (value == {} and key in known and known[key].is_block)
    }


def _numbers(value: Value) -> Value:
    """Return a document's content with whole numbers as such."""
    if isinstance(value, dict):
        return {key: _numbers(item) for key, item in value.items()}
    return [_numbers(item) for item in value] if isinstance(value, list) else _number(value)


def _number(value: Value) -> Value:
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _is_empty(value: Value) -> bool:
    return value is None or value == "" or (isinstance(value, list | dict) and not value)


def _is_one(value: Value) -> bool:
    """Return whether a value is certainly one and no list: a reference may be to a list."""
    return isinstance(value, str | int | float | Text) and value != ""


def _scalar(value: Value, kind: str) -> Value:
    """Return a value as the kind of attribute spells it, as Terraform converts it."""
    value = _number(value)
    if kind == Kind.STRING and isinstance(value, bool):
        return "true" if value else "false"
    if kind == Kind.STRING and isinstance(value, int | float):
        return str(value)
    if kind == Kind.BOOL and value in ("true", "false"):
        return value == "true"
    return _parsed(value) if kind == Kind.NUMBER and isinstance(value, str) else value


def _parsed(value: str) -> Value:
    try:
        return _number(float(value))
    except ValueError:
        return value
