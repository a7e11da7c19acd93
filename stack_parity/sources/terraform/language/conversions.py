"""Values as Terraform converts them: to texts, numbers, lists and objects."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable
from typing import Final

from stack_parity.model.values import Part, Value, parts_of

_NUMBER: Final = re.compile(r"-?\d+(\.\d+)?([eE][+-]?\d{1,3})?")


class NotEvaluableError(Exception):
    """The function, or its value for these arguments, is left to Terraform."""


def text_of(value: Value) -> str:
    """Return a plain value as a string, as Terraform converts it.

    Raises:
        NotEvaluableError: when it is no string, number or boolean.
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, str | int | float):
        return str(value)
    raise NotEvaluableError


def number_of(value: Value) -> int | float:
    """Return a plain value as a number, as Terraform converts it.

    Raises:
        NotEvaluableError: when it is none.
    """
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise NotEvaluableError
    if isinstance(value, str):
        if not _NUMBER.fullmatch(value):
            raise NotEvaluableError
        value = float(value) if re.search(r"[.eE]", value) else int(value)
    if not math.isfinite(value):
        raise NotEvaluableError
    return int(value) if value == int(value) else value


def same(one: Value, other: Value) -> bool:
    """Return whether two plain values are equal; a number and a boolean never are."""
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)


def items_of(value: Value) -> list[Value]:
    """Return a list.

    Raises:
        NotEvaluableError: when it is none.
    """
    if not isinstance(value, list):
        raise NotEvaluableError
    return value


def object_of(value: Value) -> dict[str, Value]:
    """Return an object.

    Raises:
        NotEvaluableError: when it is none.
    """
    if not isinstance(value, dict):
        raise NotEvaluableError
    return value


def parts_in(value: Value) -> list[Part]:
    """Return a value as parts of a text.

    Raises:
        NotEvaluableError: when it has no place in one.
    """
    if isinstance(value, bool | int | float):
        return [text_of(value)]
    parts = parts_of(value)
    if parts is None:
        raise NotEvaluableError
    return parts


def whole_of(value: Value) -> int:
    """Return a plain value as a whole number.

    Raises:
        NotEvaluableError: when it is none.
    """
    number = number_of(value)
    if not isinstance(number, int):
        raise NotEvaluableError
    return number


def boolean_of(value: Value) -> Value:
    """Return a plain value as a boolean, as Terraform converts it."""
    if value in (True, False) and isinstance(value, bool):
        return value
    return {"true": True, "false": False}[text_of(value)]


def numbers_of(values: Iterable[Value]) -> list[int | float]:
    """Return plain values as numbers."""
    return [number_of(value) for value in values]
