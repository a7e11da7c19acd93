"""Values of the normal form.

A value that only a deployment knows is a reference to (resource, attribute), never a made-up string.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import TypeAlias

CONTEXT = "aws"
"""The address of what is true of the whole deployment: `partition`, `region`, `account_id`."""


@dataclass(frozen=True)
class Ref:
    """An attribute of a resource, known only once that resource exists.

    `address` is that of a resource or data source, or `CONTEXT`; `attribute` is a dotted path in snake_case.
    """

    address: str
    attribute: str


@dataclass(frozen=True)
class Text:
    """A string with references inside: literal parts and references in order."""

    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Unknown:
    """A value that the input does not tell; `addresses` are the resources it is made from, where that is known.

    `expression` is what Terraform or Pulumi will compute it by, in one spelling and with its references as such: equal
    expressions have equal values. It is empty where the input does not tell it. `place` tells apart where an expression
    holds, as one of a file's content does; nothing where it holds everywhere.
    """

    reason: str
    addresses: tuple[str, ...] = ()
    expression: tuple[str | Ref, ...] = ()
    place: str = ""

    def at(self, place: str) -> Unknown:
        """Return the value as that of its expression in one place."""
        return replace(self, place=place)


SEALED = ("(secret)",)
"""The expression of a secret that holds what is not known here."""


@dataclass(frozen=True)
class Secret:
    """A value that exists and is never held or shown.

    `digest` (`model.digest`) is the same for the same value in one run; None where the input hides the value itself.
    """

    digest: str | None = None


@dataclass(frozen=True)
class Code:
    """A code package: the hash of its content by file name, or None when its content is out of reach."""

    files: tuple[tuple[str, str], ...] | None
    source: str
    anchored: bool | None = None
    """Whether the program found it without regard to the current folder; None: the input does not tell."""
    places: tuple[tuple[str, str], ...] = field(default=(), compare=False)
    """Of an archive that the program builds: where each file lies, from the project's folder."""
    texts: tuple[tuple[str, str], ...] = field(default=(), compare=False)
    """By file name, the content that the program states as a text."""


@dataclass(frozen=True)
class Document:
    """A JSON document that travels as text: its keys and lists are its own, no names of the provider's."""

    content: Value


Part: TypeAlias = "str | Ref | Unknown | Secret"
"""What a string can be made of."""

Value: TypeAlias = (
    "str | int | float | bool | list[Value] | dict[str, Value] | Ref | Text | Unknown | Secret | Code | Document | None"
)


def walk(value: Value) -> Iterator[Value]:
    """Yield the value and every value inside it."""
    yield value
    if isinstance(value, Document):
        yield from walk(value.content)
    elif isinstance(value, Text):
        yield from value.parts
    elif isinstance(value, Unknown):
        yield from (part for part in value.expression if isinstance(part, Ref))
    elif isinstance(value, list):
        for item in value:
            yield from walk(item)
    elif isinstance(value, dict):
        for item in value.values():
            yield from walk(item)


def is_plain(value: Value) -> bool:
    """Return whether a value is wholly known: no reference, no secret, nothing that only a deployment knows."""
    return all(part is None or isinstance(part, str | bool | int | float | list | dict) for part in walk(value))


def content_of(value: Value) -> Value:
    """Return what a document says; any other value as it is."""
    return value.content if isinstance(value, Document) else value


def addresses_in(value: Value) -> frozenset[str]:
    """Return every address that the value refers to."""
    found: set[str] = set()
    for part in walk(value):
        if isinstance(part, Ref):
            found.add(part.address)
        elif isinstance(part, Unknown):
            found.update(part.addresses)
    return frozenset(found)


def parts_of(value: Value) -> list[Part] | None:
    """Return a value as parts of a string; None for one that has no place there: absent, a list, a map, a package."""
    if isinstance(value, Text):
        return list(value.parts)
    if isinstance(value, str | Ref | Unknown | Secret):
        return [value]
    if isinstance(value, bool):
        return ["true" if value else "false"]
    if isinstance(value, int | float):
        return [str(value)]
    return None


def join_parts(parts: Iterable[Part]) -> Value:
    """Join parts into the simplest value: a string, the only reference, or a `Text` without empty or split strings."""
    joined: list[Part] = []
    for part in parts:
        if isinstance(part, str) and joined and isinstance(joined[-1], str):
            joined[-1] += part
        elif part != "":
            joined.append(part)
    if not joined:
        return ""
    return joined[0] if len(joined) == 1 else Text(tuple(joined))
