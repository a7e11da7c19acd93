"""Values as a flat list of paths, so that two of them can be compared part by part."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

NAMES: Final = ("Sid", "name", "key")
"""Fields by which an element of a list is known, whatever its position."""


def flat(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Yield the path and the value of every leaf; a JSON document in a text is walked as if it stood there."""
    document = _document(value)
    if isinstance(document, dict) and document:
        for name, inner in document.items():
            yield from flat(inner, f"{path}.{name}" if path else name)
    elif isinstance(document, list) and document and all(isinstance(each, dict) for each in document):
        for number, inner in enumerate(document):
            yield from flat(inner, f"{path}.{_name(inner, number)}")
    else:
        yield path, document


def differing(before: Any, after: Any) -> Iterator[tuple[str, Any, Any]]:
    """Yield each path at which two values differ, with both; None stands for what is absent."""
    left, right = dict(flat(before)), dict(flat(after))
    for path in dict.fromkeys([*left, *right]):
        if left.get(path) != right.get(path):
            yield path, left.get(path), right.get(path)


def _document(value: Any) -> Any:
    if isinstance(value, str) and value[:1] in ("{", "["):
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value


def _name(element: Mapping[str, Any], number: int) -> str:
    return next((str(element[name]) for name in NAMES if name in element), str(number))
