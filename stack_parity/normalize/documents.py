"""JSON documents that travel as strings (policies, dashboards, event patterns) become what they say.

Before: `policy = '{"Statement": []}'`, or the same text with references inside.
After: `policy = Document({"Statement": []})`, with each reference where it stood.

The values of a user's map stay the text that they are.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Final

from stack_parity.aws.schema import Attribute, Kind
from stack_parity.model.program import Program
from stack_parity.model.values import Document, Part, Ref, Text, Value, join_parts
from stack_parity.normalize.each import change_attributes

_MARK: Final = re.compile("\ue000([0-9]+)\ue001")
_DEEPEST: Final = 60


def read_documents(program: Program) -> Program:
    """Return the program with its documents read."""
    return change_attributes(program, _read)


def _read(attributes: Mapping[str, Value], known: Mapping[str, Attribute]) -> dict[str, Value]:
    return {name: parse_documents(value, known.get(name)) for name, value in attributes.items()}


def parse_documents(value: Value, known: Attribute | None = None) -> Value:
    """Return the value with every string that is a JSON object or list as a document; other strings stay.

    Args:
        value: of an attribute.
        known: what the schema says of that attribute.
    """
    if known is not None and known.kind is Kind.MAP:
        return value
    if isinstance(value, dict):
        inner = known.attributes if known else {}
        return {key: parse_documents(item, inner.get(key)) for key, item in value.items()}
    if isinstance(value, list):
        return [parse_documents(item, known) for item in value]
    if isinstance(value, str):
        return _parse(value, ()) if _looks_like_json(value) else value
    if isinstance(value, Text) and isinstance(value.parts[0], str) and _looks_like_json(value.parts[0]):
        return _parse_text(value)
    return value


def _looks_like_json(start: str) -> bool:
    return start.lstrip()[:1] in {"{", "["}


def _parse_text(value: Text) -> Value:
    inside = tuple(part for part in value.parts if not isinstance(part, str))
    numbers = iter(range(len(inside)))
    source = "".join(part if isinstance(part, str) else f"\ue000{next(numbers)}\ue001" for part in value.parts)
    parsed = _parse(source, inside)
    return value if isinstance(parsed, str) else parsed


def _parse(source: str, inside: tuple[Part, ...]) -> Value:
    try:
        parsed = json.loads(source)
        return Document(_restore(parsed, inside, 0)) if isinstance(parsed, dict | list) else source
    except (ValueError, RecursionError, IndexError):
        return source


def _restore(value: object, inside: tuple[Part, ...], depth: int) -> Value:
    """Return the value with the references where the marks stand."""
    if depth > _DEEPEST:
        raise ValueError("nested too deeply for a document")
    if isinstance(value, dict):
        return {str(_plain(key, inside)): _restore(item, inside, depth + 1) for key, item in value.items()}
    if isinstance(value, list):
        return [_restore(item, inside, depth + 1) for item in value]
    if isinstance(value, str):
        return _marked(value, inside)
    return value if isinstance(value, bool | int | float) else None


def _marked(value: str, inside: tuple[Part, ...]) -> Value:
    if "\ue000" not in value:
        return value
    pieces = _MARK.split(value)
    return join_parts([inside[int(piece)] if index % 2 else piece for index, piece in enumerate(pieces)])


def _plain(key: str, inside: tuple[Part, ...]) -> str:
    """Return a key as text; a reference in a key is spelled out, since keys have no other form."""
    return _MARK.sub(lambda match: f"${{{_address(inside[int(match[1])])}}}", key)


def _address(part: Part) -> str:
    return f"{part.address}.{part.attribute}" if isinstance(part, Ref) else "unknown"
