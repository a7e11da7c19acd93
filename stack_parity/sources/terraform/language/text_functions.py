"""Functions that make texts."""

from __future__ import annotations

import json
import re
from ipaddress import ip_network
from itertools import chain
from typing import Final

from stack_parity.model.values import Document, Part, Value, content_of, is_plain, join_parts
from stack_parity.sources.terraform.language.conversions import (
    NotEvaluableError,
    items_of,
    number_of,
    parts_in,
    text_of,
    whole_of,
)

_VERB: Final = re.compile(r"%(0?\d{0,3})(\.\d{1,3})?([a-zA-Z%])")
_LONGEST: Final = 100_000
"""Characters of a result that is computed here."""


def join(separator: Value, *lists: Value) -> Value:
    """Return the items of lists as one text, with a separator between them."""
    if not isinstance(separator, str):
        raise NotEvaluableError
    joined: list[Part] = []
    for number, item in enumerate(chain(*map(items_of, lists))):
        joined += [separator] if number else []
        joined += parts_in(item)
    return join_parts(joined)


def format_text(form: Value, *arguments: Value) -> Value:
    """Return a text with values in the places of its verbs."""
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
        return parts_in(value)
    if verb == "d" and not precision:
        return [f"%{width}d" % whole_of(value)]
    if verb == "f":
        return [f"%{width}{precision or '.6'}f" % number_of(value)]
    if verb == "q" and not width:
        return [json.dumps(text_of(value), ensure_ascii=False)]
    raise NotEvaluableError


def _without_verb(text: str) -> str:
    """Return what stands between verbs; one in it is of a form that is not known here."""
    if "%" in text:
        raise NotEvaluableError
    return text


def format_list(form: Value, *arguments: Value) -> Value:
    """Return a text for each item of the lists among the arguments."""
    lengths = {len(argument) for argument in arguments if isinstance(argument, list)}
    if len(lengths) != 1:
        raise NotEvaluableError
    return [
        format_text(form, *(argument[number] if isinstance(argument, list) else argument for argument in arguments))
        for number in range(lengths.pop())
    ]


def replace_text(text: Value, old: Value, new: Value) -> Value:
    """Return a text with one part of it replaced everywhere."""
    source, searched, put = text_of(text), text_of(old), text_of(new)
    if len(searched) > 1 and searched.startswith("/") and searched.endswith("/"):
        raise NotEvaluableError  # a pattern, in a language that is not Python's
    if len(source) * (len(put) + 1) > _LONGEST:
        raise NotEvaluableError
    return source.replace(searched, put)


def split(separator: Value, text: Value) -> Value:
    """Return the parts of a text between separators."""
    parts = text_of(text).split(text_of(separator)) if separator != "" else list(text_of(text))
    return [*parts]


def json_encoded(value: Value) -> Value:
    """Return a value as JSON: a document, or the text of a plain value."""
    if isinstance(value, dict | list):
        return Document(value)
    return json.dumps(value, ensure_ascii=False) if is_plain(value) else _not_evaluable()


def _not_evaluable() -> Value:
    raise NotEvaluableError


def json_decoded(value: Value) -> Value:
    """Return the value that a JSON text stands for."""
    if isinstance(value, Document):
        return content_of(value)
    if not isinstance(value, str):
        raise NotEvaluableError
    found: Value = json.loads(value, parse_constant=lambda _: _not_evaluable())
    return found


def subnet(prefix: Value, bits: Value, number: Value) -> Value:
    """Return the network of a number inside another one, by its address and prefix."""
    network = ip_network(text_of(prefix), strict=False)
    added, index = whole_of(bits), whole_of(number)
    if not 0 <= added <= network.max_prefixlen - network.prefixlen or not 0 <= index < 1 << added:
        raise NotEvaluableError
    step = 1 << (network.max_prefixlen - network.prefixlen - added)
    return f"{network.network_address + index * step}/{network.prefixlen + added}"
