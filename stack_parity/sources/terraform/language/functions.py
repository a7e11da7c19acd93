"""Terraform's pure functions. Source: Terraform language, "Built-in Functions".

Where a function only moves elements (`join`, `concat`, `merge`), they may hold references; others take plain values.
What is more is left to Terraform.
"""

from __future__ import annotations

import base64
import hashlib
import math
import re
from collections.abc import Callable
from itertools import chain
from typing import Final, TypeAlias
from urllib.parse import quote_plus

from stack_parity.model.values import Ref, Value, is_plain, join_parts
from stack_parity.sources.terraform.language.collection_functions import (
    coalesce,
    compact,
    distinct,
    element,
    flatten,
    length,
    lookup,
    merge,
    only,
    range_of,
    set_of,
    slice_of,
    sorted_texts,
)
from stack_parity.sources.terraform.language.conversions import (
    NotEvaluableError,
    boolean_of,
    items_of,
    number_of,
    numbers_of,
    object_of,
    parts_in,
    same,
    text_of,
)
from stack_parity.sources.terraform.language.text_functions import (
    format_list,
    format_text,
    join,
    json_decoded,
    json_encoded,
    replace_text,
    split,
    subnet,
)

Function: TypeAlias = Callable[..., Value]


def call(name: str, arguments: list[Value]) -> Value:
    """Return the value of a function.

    Raises:
        NotEvaluableError: when it is not known here, or not for these arguments.
    """
    plain = all(is_plain(argument) for argument in arguments)
    function = FUNCTIONS.get(name) or (_OF_PLAIN.get(name) if plain else None)
    if function is None:
        raise NotEvaluableError
    try:
        return function(*arguments)
    except (TypeError, ValueError, LookupError, ArithmeticError, AttributeError, re.error):
        raise NotEvaluableError from None


def _of_text(function: Callable[[str], Value]) -> Function:
    return lambda value: function(text_of(value))


def _of_bytes(function: Callable[[bytes], str]) -> Function:
    return lambda value: function(text_of(value).encode())


FUNCTIONS: Final[dict[str, Function]] = {
    "concat": lambda *lists: [*chain(*map(items_of, lists))],
    "element": element,
    "flatten": flatten,
    "format": format_text,
    "formatlist": format_list,
    "join": join,
    "jsondecode": json_decoded,
    "jsonencode": json_encoded,
    "keys": lambda value: [*sorted(object_of(value))],
    "length": length,
    "lookup": lookup,
    "merge": merge,
    "one": only,
    "reverse": lambda value: items_of(value)[::-1],
    "slice": slice_of,
    "tolist": lambda value: value if isinstance(value, Ref) else items_of(value),
    "tomap": object_of,
    "toset": set_of,
    "tostring": lambda value: join_parts(parts_in(value)),
    "values": lambda value: [item for _, item in sorted(object_of(value).items(), key=lambda pair: pair[0])],
    "zipmap": lambda names, items: dict(zip(map(text_of, items_of(names)), items_of(items), strict=True)),
}
"""Those whose arguments may hold references."""

_OF_PLAIN: Final[dict[str, Function]] = {
    "abs": lambda value: abs(number_of(value)),
    "base64decode": lambda value: base64.b64decode(text_of(value), validate=True).decode(),
    "base64encode": _of_bytes(lambda content: base64.b64encode(content).decode()),
    "base64sha256": _of_bytes(lambda content: base64.b64encode(hashlib.sha256(content).digest()).decode()),
    "base64sha512": _of_bytes(lambda content: base64.b64encode(hashlib.sha512(content).digest()).decode()),
    "ceil": lambda value: math.ceil(number_of(value)),
    "coalesce": coalesce,
    "compact": compact,
    "chomp": _of_text(lambda text: text.rstrip("\r\n")),
    "cidrsubnet": subnet,
    "contains": lambda items, value: any(same(item, value) for item in items_of(items)),
    "distinct": distinct,
    "endswith": lambda text, end: text_of(text).endswith(text_of(end)),
    "floor": lambda value: math.floor(number_of(value)),
    "index": lambda items, value: [same(item, value) for item in items_of(items)].index(True),
    "lower": _of_text(str.lower),
    "max": lambda *values: max(numbers_of(values)),
    "md5": _of_bytes(lambda content: hashlib.md5(content, usedforsecurity=False).hexdigest()),
    "min": lambda *values: min(numbers_of(values)),
    "range": range_of,
    "replace": replace_text,
    "sha1": _of_bytes(lambda content: hashlib.sha1(content, usedforsecurity=False).hexdigest()),
    "sha256": _of_bytes(lambda content: hashlib.sha256(content).hexdigest()),
    "sha512": _of_bytes(lambda content: hashlib.sha512(content).hexdigest()),
    "sort": sorted_texts,
    "split": split,
    "startswith": lambda text, start: text_of(text).startswith(text_of(start)),
    "strrev": _of_text(lambda text: text[::-1]),
    "sum": lambda value: sum(numbers_of(items_of(value))),
    "title": _of_text(lambda text: re.sub(r"(?<!\S)\S", lambda match: match[0].upper(), text)),
    "tobool": boolean_of,
    "tonumber": number_of,
    "trim": lambda text, cut: text_of(text).strip(text_of(cut)),
    "trimprefix": lambda text, prefix: text_of(text).removeprefix(text_of(prefix)),
    "trimspace": _of_text(str.strip),
    "trimsuffix": lambda text, suffix: text_of(text).removesuffix(text_of(suffix)),
    "upper": _of_text(str.upper),
    "urlencode": _of_text(quote_plus),
}
"""Those whose arguments must be wholly known."""
