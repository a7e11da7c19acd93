"""The normal form: what both sides become before anything is compared.

A program is a set of resources by Terraform type, with attributes in snake_case. A value that only a deployment knows
is a reference to (resource, attribute), never a made-up string.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

CONTEXT = "aws"
"""The address of what is true of the whole deployment: `partition`, `region`, `account_id`."""

PROVIDER_SETTINGS = ("region", "allowed_account_ids")
"""What of the AWS provider's settings belongs to the architecture."""


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

    parts: tuple[str | Ref | Unknown | Secret, ...]


@dataclass(frozen=True)
class Unknown:
    """A value that the input does not tell; `addresses` are the resources it is made from, where that is known."""

    reason: str
    addresses: tuple[str, ...] = ()


@dataclass(frozen=True)
class Secret:
    """A value that exists and is never held or shown."""


@dataclass(frozen=True)
class Code:
    """A code package: the hash of its content by file name, or None when its content is out of reach."""

    files: tuple[tuple[str, str], ...] | None
    source: str
    anchored: bool | None = None
    """Whether the program found it without regard to the current folder; None: the input does not tell."""


Value: TypeAlias = (
    "str | int | float | bool | list[Value] | dict[str, Value] | Ref | Text | Unknown | Secret | Code | None"
)


@dataclass(frozen=True)
class Edge:
    """One resource needs another: through an attribute, or by an explicit order (`depends_on`)."""

    source: str
    attribute: str
    target: str


@dataclass(frozen=True)
class Component:
    """A component (Pulumi) or construct (CDKTF) that holds resources."""

    address: str
    type: str
    name: str
    parent: str | None
    arguments: str | None = None
    """The name of the class of its arguments, where the input tells it."""
    typed: bool | None = None
    """Do its arguments have types? None: the input does not tell."""


@dataclass(frozen=True)
class Resource:
    """One resource or data source."""

    address: str
    """The Terraform address or the Pulumi URN."""
    type: str
    """The Terraform type, or the Pulumi token where no Terraform type is known."""
    name: str
    """The name that the program gave it, which AWS never sees."""
    attributes: Mapping[str, Value]
    parent: str | None = None
    """The address of the component around it."""
    depends_on: frozenset[str] = frozenset()
    """Addresses, explicit order only."""
    edges: frozenset[Edge] = frozenset()
    """What it needs, as references say."""
    named: frozenset[Edge] = frozenset()
    """What it belongs to by a plain name, which orders nothing; found by `normalize`."""
    mapped: bool = True
    """False when its type is no known Terraform type and it is compared under its own token."""


@dataclass(frozen=True)
class Run:
    """Would the program run as written? None where the input is a file that says nothing about it."""

    ok: bool
    message: str
    dropped: tuple[str, ...] = ()
    """Arguments that had to be left out, one line each."""
    import_effects: tuple[str, ...] = ()
    """Addresses of what was made while a module was merely imported."""


@dataclass(frozen=True)
class Program:
    """One side in one environment."""

    source: str
    """The path as the user gave it."""
    kind: str
    """What the input is, in the words of its own tool."""
    environment: str
    resources: Mapping[str, Resource]
    data: Mapping[str, Resource] = field(default_factory=dict)
    components: tuple[Component, ...] = ()
    outputs: Mapping[str, Value] = field(default_factory=dict)
    region: Value = None
    """Where it deploys to, as far as the input tells it."""
    account: Value = None
    provider: Mapping[str, Value] | None = None
    """What the AWS provider is told: `region`, `allowed_account_ids`; None where the input holds no such settings."""
    default_tags: Mapping[str, Value] = field(default_factory=dict)
    run: Run | None = None
    folder: Path | None = None
    """Where its source code is, when the input is a project that was run."""
    notes: tuple[str, ...] = ()
    """What the reader could not follow."""


def walk(value: Value) -> Iterator[Value]:
    """Yield the value and every value inside it."""
    yield value
    if isinstance(value, Text):
        yield from value.parts
    elif isinstance(value, list):
        for item in value:
            yield from walk(item)
    elif isinstance(value, dict):
        for item in value.values():
            yield from walk(item)


def addresses_in(value: Value) -> frozenset[str]:
    """Every address that the value refers to."""
    found: set[str] = set()
    for part in walk(value):
        if isinstance(part, Ref):
            found.add(part.address)
        elif isinstance(part, Unknown):
            found.update(part.addresses)
    return frozenset(found)


def parts_of(value: Value) -> list[str | Ref | Unknown | Secret] | None:
    """Give a value as parts of a string; None for one that has no place there: absent, a list, a map, a package."""
    if isinstance(value, Text):
        return list(value.parts)
    if isinstance(value, str | Ref | Unknown | Secret):
        return [value]
    if isinstance(value, bool):
        return ["true" if value else "false"]
    if isinstance(value, int | float):
        return [str(value)]
    return None


def text(parts: list[str | Ref | Unknown | Secret]) -> Value:
    """Join parts into the simplest value: a string, the only reference, or a `Text` without empty or split strings."""
    joined: list[str | Ref | Unknown | Secret] = []
    for part in parts:
        if isinstance(part, str) and joined and isinstance(joined[-1], str):
            joined[-1] += part
        elif part != "":
            joined.append(part)
    if not joined:
        return ""
    return joined[0] if len(joined) == 1 else Text(tuple(joined))
