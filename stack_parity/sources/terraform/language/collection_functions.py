"""Functions that take lists and objects apart and put them together."""

from __future__ import annotations

import json
from typing import Final

from stack_parity.model.values import Text, Value, is_plain
from stack_parity.sources.terraform.language.conversions import (
    NotEvaluableError,
    items_of,
    object_of,
    text_of,
    whole_of,
)

_LONGEST: Final = 100_000
"""Items of a result that is computed here."""


def element(items: Value, number: Value) -> Value:
    """Return the item at a place, counted around the end of the list."""
    held = items_of(items)
    index = whole_of(number)
    if index < 0:
        raise NotEvaluableError
    return held[index % len(held)]


def length(value: Value) -> Value:
    """Return how many items or characters there are."""
    if isinstance(value, str | list | dict):
        return len(value)
    raise NotEvaluableError


def merge(*objects: Value) -> Value:
    """Return objects put over one another, the last one on top."""
    merged: dict[str, Value] = {}
    for item in objects:
        merged |= {} if item is None else object_of(item)
    return merged


def lookup(items: Value, key: Value, *default: Value) -> Value:
    """Return the value of a key, or the default."""
    held = object_of(items)
    return held[text_of(key)] if not default or text_of(key) in held else default[0]


def flatten(value: Value) -> Value:
    """Return the items of nested lists in one list."""
    found: list[Value] = []
    pending = list(reversed(items_of(value)))
    while pending:
        item = pending.pop()
        if isinstance(item, list):
            pending.extend(reversed(item))
        else:
            found.append(item)
    if not all(is_plain(item) or isinstance(item, Text | dict) for item in found):
        raise NotEvaluableError  # a reference may be to a list
    return found


def distinct(value: Value) -> Value:
    """Return the items without repetitions, in their order."""
    found: dict[str, Value] = {}
    for item in items_of(value):
        found.setdefault(json.dumps(item, sort_keys=True), item)
    return [*found.values()]


def set_of(value: Value) -> Value:
    """Return a set as a list: in the order of its texts."""
    items = items_of(value)
    if all(isinstance(item, str) for item in items):
        return [*sorted({item for item in items if isinstance(item, str)})]
    if not is_plain(value):
        raise NotEvaluableError
    return distinct(value)


def compact(value: Value) -> Value:
    """Return the texts that are not empty."""
    return [item for item in items_of(value) if item not in ("", None)]


def coalesce(*values: Value) -> Value:
    """Return the first value that is neither null nor empty."""
    given = [value for value in values if value not in ("", None)]
    return given[0]


def range_of(*limits: Value) -> Value:
    """Return a sequence of numbers."""
    found = range(*(whole_of(limit) for limit in limits))
    if len(found) > _LONGEST:
        raise NotEvaluableError
    return [*found]


def slice_of(items: Value, start: Value, end: Value) -> Value:
    """Return the items from one place to before another."""
    held, first, last = items_of(items), whole_of(start), whole_of(end)
    if not 0 <= first <= last <= len(held):
        raise NotEvaluableError
    return held[first:last]


def only(value: Value) -> Value:
    """Return the only item; nothing of an empty list."""
    items = items_of(value)
    if len(items) > 1:
        raise NotEvaluableError
    return items[0] if items else None


def sorted_texts(value: Value) -> Value:
    """Return texts in order."""
    return [*sorted(text_of(item) for item in items_of(value))]
