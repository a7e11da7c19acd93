"""The parts of an expression, as they are parsed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True)
class Literal:
    """A number, `true`, `false` or `null`."""

    value: int | float | bool | None


@dataclass(frozen=True)
class Quoted:
    """A string: literal parts and expressions in order."""

    parts: tuple[str | Node, ...]


@dataclass(frozen=True)
class Member:
    """A step to an attribute: `.name`."""

    name: str


@dataclass(frozen=True)
class Index:
    """A step to an element: `[key]`."""

    key: Node


@dataclass(frozen=True)
class Splat:
    """A step to every element: `[*]` or `.*`."""


Step: TypeAlias = Member | Index | Splat


@dataclass(frozen=True)
class Traversal:
    """Steps from a name or from the value of an expression."""

    root: str | Node
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Array:
    """A list: `[a, b]`."""

    items: tuple[Node, ...]


@dataclass(frozen=True)
class Object:
    """An object: `{a = b}`."""

    pairs: tuple[tuple[Node, Node], ...]


@dataclass(frozen=True)
class Call:
    """A call of a function; `spread`: the last argument is a list of arguments (`...`)."""

    name: str
    arguments: tuple[Node, ...]
    spread: bool = False


@dataclass(frozen=True)
class Operation:
    """An operator with one operand or two."""

    operator: str
    operands: tuple[Node, ...]


@dataclass(frozen=True)
class Condition:
    """A choice: `test ? then : otherwise`."""

    test: Node
    then: Node
    otherwise: Node


@dataclass(frozen=True)
class For:
    """A list or an object made from another: `[for k, v in c : r if t]`, `{for k, v in c : n => r if t}`.

    `name` is that of an object's item; `grouped`: items of one name are a list (`...`).
    """

    variables: tuple[str, ...]
    collection: Node
    name: Node | None
    result: Node
    test: Node | None
    grouped: bool


Node: TypeAlias = Literal | Quoted | Traversal | Array | Object | Call | Operation | Condition | For
