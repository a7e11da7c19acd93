"""What stays unevaluated, in one canonical form: equal expressions have equal values."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import chain

from stack_parity.model.values import Code, Document, Ref, Secret, Text, Unknown, Value, addresses_in


class Verbatim(str):
    """A text that stands in an expression as it is."""

    __slots__ = ()


def unevaluated(*pieces: Verbatim | Value, reason: str = "") -> Unknown:
    """Return the value of an expression that only Terraform can evaluate.

    Args:
        pieces: what it consists of in order.
        reason: the words for it; otherwise its canonical text.
    """
    parts: list[str | Ref] = []
    places = {piece.place for piece in pieces if isinstance(piece, Unknown)}
    told = True
    for piece in pieces:
        found = (piece,) if isinstance(piece, Verbatim) else written(piece)
        told = told and found is not None
        for part in found or ():
            if isinstance(part, str) and parts and isinstance(parts[-1], str):
                parts[-1] += part
            else:
                parts.append(part if isinstance(part, Ref) else str(part))
    addresses = frozenset[str]().union(*(addresses_in(piece) for piece in pieces if not isinstance(piece, Verbatim)))
    text = "".join(f"{part.address}.{part.attribute}" if isinstance(part, Ref) else part for part in parts)
    return Unknown(
        reason or f"the expression {text}",
        tuple(sorted(addresses)),
        tuple(parts) if told else (),
        "".join(sorted(places)),
    )


def written(value: Value) -> tuple[str | Ref, ...] | None:
    """Return a value as it would be written in an expression; None for one that has no text, as a secret."""
    pieces = tuple(_pieces(value))
    return None if None in pieces else tuple(piece for piece in pieces if piece is not None)


def _pieces(value: Value) -> Iterator[str | Ref | None]:
    match value:
        case Ref():
            yield value
        case Unknown():
            yield from value.expression or (None,)
        case Text(parts):
            inside = ((_quoted(part),) if isinstance(part, str) else ("${", *_pieces(part), "}") for part in parts)
            yield from ('"', *chain.from_iterable(inside), '"')
        case Document(content):
            yield from ("jsonencode(", *_pieces(content), ")")
        case Secret() | Code():
            yield None
        case _:
            yield from _pieces_of_plain(value)


def _pieces_of_plain(
    value: str | int | float | bool | list[Value] | dict[str, Value] | None,
) -> Iterator[str | Ref | None]:
    if isinstance(value, str):
        yield f'"{_quoted(value)}"'
    elif isinstance(value, list):
        yield from ("[", *_joined([_pieces(item) for item in value]), "]")
    elif isinstance(value, dict):
        yield from ("{", *_joined([(json.dumps(key), "=", *_pieces(value[key])) for key in sorted(value)]), "}")
    else:
        yield json.dumps(value)


def _joined(items: list[Iterable[str | Ref | None]]) -> Iterator[str | Ref | None]:
    for number, item in enumerate(items):
        yield from ("," if number else "", *item)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)[1:-1].replace("${", "$${").replace("%{", "%%{")
