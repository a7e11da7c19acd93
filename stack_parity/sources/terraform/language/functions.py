"""Terraform's pure functions. Source: Terraform language, "Built-in Functions".

Where a function only moves elements (`join`, `concat`, `merge`), they may hold references; others take plain values.
What is more is left to Terraform.
"""

from __future__ import annotations

import base64
import hashlib
import json
import math
import re
from collections.abc import Callable, Iterable
from ipaddress import ip_network
from itertools import chain
from typing import Final, TypeAlias
from urllib.parse import quote_plus

from stack_parity.model.values import Document, Part, Text, Value, content_of, is_plain, join_parts, parts_of

Function: TypeAlias = Callable[..., Value]

_VERB: Final = re.compile(r"%(0?\d{0,3})(\.\d{1,3})?([a-zA-Z%])")
_NUMBER: Final = re.compile(r"-?\d+(\.\d+)?([eE][+-]?\d{1,3})?")
_LONGEST: Final = 100_000
"""Characters or items of a result that is computed here."""


class NotEvaluableError(Exception):
    """The function, or its value for these arguments, is left to Terraform."""


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


def _items(value: Value) -> list[Value]:
    if not isinstance(value, list):
        raise NotEvaluableError
    return value


def _object(value: Value) -> dict[str, Value]:
    if not isinstance(value, dict):
        raise NotEvaluableError
    return value


def _parts(value: Value) -> list[Part]:
    if isinstance(value, bool | int | float):
        return [text_of(value)]
    parts = parts_of(value)
    if parts is None:
        raise NotEvaluableError
    return parts


def _join(separator: Value, *lists: Value) -> Value:
    if not isinstance(separator, str):
        raise NotEvaluableError
    joined: list[Part] = []
    for number, item in enumerate(chain(*map(_items, lists))):
        joined += [separator] if number else []
        joined += _parts(item)
    return join_parts(joined)


def _format(form: Value, *arguments: Value) -> Value:
    if not isinstance(form, str):
        raise NotEvaluableError
    given = iter(arguments)
    parts: list[Part] = []
    end = 0
    for match in _VERB.finditer(form):
        parts.append(_without_verb(form[end : match.start()]))
        end = match.end()
        parts += ["%"] if match[3] == "%" else _formatted(match[1], match[2] or "", match[3], next(given, None))
    if any(True for _ in given):
        raise NotEvaluableError
    return join_parts([*parts, _without_verb(form[end:])])


def _formatted(width: str, precision: str, verb: str, value: Value) -> list[Part]:
    if verb in "sv" and not width and not precision:
        return _parts(value)
    if verb == "d" and not precision:
        return [f"%{width}d" % _whole(value)]
    if verb == "f":
        return [f"%{width}{precision or '.6'}f" % number_of(value)]
    if verb == "q" and not width:
        return [json.dumps(_text(value), ensure_ascii=False)]
    raise NotEvaluableError


def _without_verb(text: str) -> str:
    """Return what stands between verbs; one in it is of a form that is not known here."""
    if "%" in text:
        raise NotEvaluableError
    return text


def _formatlist(form: Value, *arguments: Value) -> Value:
    lengths = {len(argument) for argument in arguments if isinstance(argument, list)}
    if len(lengths) != 1:
        raise NotEvaluableError
    return [
        _format(form, *(argument[number] if isinstance(argument, list) else argument for argument in arguments))
        for number in range(lengths.pop())
    ]


def _whole(value: Value) -> int:
    number = number_of(value)
    if not isinstance(number, int):
        raise NotEvaluableError
    return number


def _text(value: Value) -> str:
    return text_of(value)


def _of_text(function: Callable[[str], Value]) -> Function:
    return lambda value: function(_text(value))


def _of_bytes(function: Callable[[bytes], str]) -> Function:
    return lambda value: function(_text(value).encode())


def _replace(text: Value, old: Value, new: Value) -> Value:
    source, searched, put = _text(text), _text(old), _text(new)
    if len(searched) > 1 and searched.startswith("/") and searched.endswith("/"):
        raise NotEvaluableError  # a pattern, in a language that is not Python's
    if len(source) * (len(put) + 1) > _LONGEST:
        raise NotEvaluableError
    return source.replace(searched, put)


def _split(separator: Value, text: Value) -> Value:
    parts = _text(text).split(_text(separator)) if separator != "" else list(_text(text))
    return [*parts]


def _element(items: Value, number: Value) -> Value:
    held = _items(items)
    index = _whole(number)
    if index < 0:
        raise NotEvaluableError
    return held[index % len(held)]


def _length(value: Value) -> Value:
    if isinstance(value, str | list | dict):
        return len(value)
    raise NotEvaluableError


def _merge(*objects: Value) -> Value:
    merged: dict[str, Value] = {}
    for item in objects:
        merged |= {} if item is None else _object(item)
    return merged


def _lookup(items: Value, key: Value, *default: Value) -> Value:
    held = _object(items)
    return held[_text(key)] if not default or _text(key) in held else default[0]


def _flatten(value: Value) -> Value:
    found: list[Value] = []
    pending = list(reversed(_items(value)))
    while pending:
        item = pending.pop()
        if isinstance(item, list):
            pending.extend(reversed(item))
        else:
            found.append(item)
    if not all(is_plain(item) or isinstance(item, Text | dict) for item in found):
        raise NotEvaluableError  # a reference may be to a list
    return found


def _distinct(value: Value) -> Value:
    found: dict[str, Value] = {}
    for item in _items(value):
        found.setdefault(json.dumps(item, sort_keys=True), item)
    return [*found.values()]


def _set(value: Value) -> Value:
    items = _items(value)
    if all(isinstance(item, str) for item in items):
        return [*sorted({item for item in items if isinstance(item, str)})]
    if not is_plain(value):
        raise NotEvaluableError
    return _distinct(value)


def _compact(value: Value) -> Value:
    return [item for item in _items(value) if item not in ("", None)]


def _coalesce(*values: Value) -> Value:
    given = [value for value in values if value not in ("", None)]
    return given[0]


def _range(*limits: Value) -> Value:
    found = range(*(_whole(limit) for limit in limits))
    if len(found) > _LONGEST:
        raise NotEvaluableError
    return [*found]


def _slice(items: Value, start: Value, end: Value) -> Value:
    held, first, last = _items(items), _whole(start), _whole(end)
    if not 0 <= first <= last <= len(held):
        raise NotEvaluableError
    return held[first:last]


def _only(value: Value) -> Value:
    items = _items(value)
    if len(items) > 1:
        raise NotEvaluableError
    return items[0] if items else None


def _encoded(value: Value) -> Value:
    if isinstance(value, dict | list):
        return Document(value)
    return json.dumps(value, ensure_ascii=False) if is_plain(value) else _not_evaluable()


def _not_evaluable() -> Value:
    raise NotEvaluableError


def _decoded(value: Value) -> Value:
    if isinstance(value, Document):
        return content_of(value)
    if not isinstance(value, str):
        raise NotEvaluableError
    found: Value = json.loads(value, parse_constant=lambda _: _not_evaluable())
    return found


def _boolean(value: Value) -> Value:
    if value in (True, False) and isinstance(value, bool):
        return value
    return {"true": True, "false": False}[_text(value)]


def _subnet(prefix: Value, bits: Value, number: Value) -> Value:
    network = ip_network(_text(prefix), strict=False)
    added, index = _whole(bits), _whole(number)
    if not 0 <= added <= network.max_prefixlen - network.prefixlen or not 0 <= index < 1 << added:
        raise NotEvaluableError
    step = 1 << (network.max_prefixlen - network.prefixlen - added)
    return f"{network.network_address + index * step}/{network.prefixlen + added}"


def _sorted(value: Value) -> Value:
    return [*sorted(_text(item) for item in _items(value))]


def _numbers(values: Iterable[Value]) -> list[int | float]:
    return [number_of(value) for value in values]


FUNCTIONS: Final[dict[str, Function]] = {
    "concat": lambda *lists: [*chain(*map(_items, lists))],
    "element": _element,
    "flatten": _flatten,
    "format": _format,
    "formatlist": _formatlist,
    "join": _join,
    "jsondecode": _decoded,
    "jsonencode": _encoded,
    "keys": lambda value: [*sorted(_object(value))],
    "length": _length,
    "lookup": _lookup,
    "merge": _merge,
    "one": _only,
    "reverse": lambda value: _items(value)[::-1],
    "slice": _slice,
    "tolist": _items,
    "tomap": _object,
    "toset": _set,
    "tostring": lambda value: join_parts(_parts(value)),
    "values": lambda value: [item for _, item in sorted(_object(value).items(), key=lambda pair: pair[0])],
    "zipmap": lambda names, items: dict(zip(map(_text, _items(names)), _items(items), strict=True)),
}
"""Those whose arguments may hold references."""

_OF_PLAIN: Final[dict[str, Function]] = {
    "abs": lambda value: abs(number_of(value)),
    "base64decode": lambda value: base64.b64decode(_text(value), validate=True).decode(),
    "base64encode": _of_bytes(lambda content: base64.b64encode(content).decode()),
    "base64sha256": _of_bytes(lambda content: base64.b64encode(hashlib.sha256(content).digest()).decode()),
    "base64sha512": _of_bytes(lambda content: base64.b64encode(hashlib.sha512(content).digest()).decode()),
    "ceil": lambda value: math.ceil(number_of(value)),
    "coalesce": _coalesce,
    "compact": _compact,
    "chomp": _of_text(lambda text: text.rstrip("\r\n")),
    "cidrsubnet": _subnet,
    "contains": lambda items, value: any(same(item, value) for item in _items(items)),
    "distinct": _distinct,
    "endswith": lambda text, end: _text(text).endswith(_text(end)),
    "floor": lambda value: math.floor(number_of(value)),
    "index": lambda items, value: [same(item, value) for item in _items(items)].index(True),
    "lower": _of_text(str.lower),
    "max": lambda *values: max(_numbers(values)),
    "md5": _of_bytes(lambda content: hashlib.md5(content, usedforsecurity=False).hexdigest()),
    "min": lambda *values: min(_numbers(values)),
    "range": _range,
    "replace": _replace,
    "sha1": _of_bytes(lambda content: hashlib.sha1(content, usedforsecurity=False).hexdigest()),
    "sha256": _of_bytes(lambda content: hashlib.sha256(content).hexdigest()),
    "sha512": _of_bytes(lambda content: hashlib.sha512(content).hexdigest()),
    "sort": _sorted,
    "split": _split,
    "startswith": lambda text, start: _text(text).startswith(_text(start)),
    "strrev": _of_text(lambda text: text[::-1]),
    "sum": lambda value: sum(_numbers(_items(value))),
    "title": _of_text(lambda text: re.sub(r"(?<!\S)\S", lambda match: match[0].upper(), text)),
    "tobool": _boolean,
    "tonumber": number_of,
    "trim": lambda text, cut: _text(text).strip(_text(cut)),
    "trimprefix": lambda text, prefix: _text(text).removeprefix(_text(prefix)),
    "trimspace": _of_text(str.strip),
    "trimsuffix": lambda text, suffix: _text(text).removesuffix(_text(suffix)),
    "upper": _of_text(str.upper),
    "urlencode": _of_text(quote_plus),
}
"""Those whose arguments must be wholly known."""
