"""What the AWS provider's schema says of each type: its attributes, their kinds, and who may set them.

The facts lie in `data/resources.txt` and `data/data_sources.txt`, one section a type, and are made by
`python -m tools.aws_types write` from `terraform providers schema -json`. A section is read when it is first asked for.

    aws_lambda_function
      architectures: list(string) optional computed
      dead_letter_config: block list 0..1
        target_arn: string required
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache, cached_property
from pathlib import Path
from typing import Final

DATA: Final = Path(__file__).with_name("data")
FORMAT: Final = "format 1"


class Kind(StrEnum):
    """What a value of an attribute is; nested blocks are a list, a set or a map of objects, or one object."""

    STRING = "string"
    NUMBER = "number"
    BOOL = "bool"
    LIST = "list"
    SET = "set"
    MAP = "map"
    OBJECT = "object"


@dataclass(frozen=True)
class Attribute:
    """An attribute, a nested block, or a member of an object.

    Attributes:
        kind: what its value is.
        element: what a collection holds, as Terraform writes it (`string`, `map(string)`, `object`); empty for others.
        is_block: whether Terraform writes it as a nested block.
        least: how many blocks there must be.
        most: how many blocks there may be; None: without a limit, or no block.
        required: whether a program must set it.
        optional: whether a program may set it; members of an object have no word of their own.
        computed: whether AWS gives a value where the program gives none.
        sensitive: whether Terraform hides it.
    """

    name: str
    kind: Kind
    element: str = ""
    is_block: bool = False
    least: int = 0
    most: int | None = None
    required: bool = False
    optional: bool = False
    computed: bool = False
    sensitive: bool = False
    _inner: Callable[[], Mapping[str, Attribute]] = field(default=dict, repr=False, compare=False)

    @cached_property
    def attributes(self) -> Mapping[str, Attribute]:
        """What its object, or each object in it, holds; empty for anything else."""
        return self._inner()

    @property
    def computed_only(self) -> bool:
        """Whether only AWS gives it a value."""
        return self.computed and not self.optional and not self.required

    @property
    def single(self) -> bool:
        """Whether it is one object, or a block that may stand once."""
        return self.kind is Kind.OBJECT or (self.is_block and self.most == 1)


@dataclass(frozen=True)
class TypeSchema:
    """A resource type or a data source."""

    type: str
    attributes: Mapping[str, Attribute]

    def attribute(self, path: str) -> Attribute | None:
        """Return the attribute at a path, in which numbers say nothing (`rule.0.prefix`, `rule[0].prefix`)."""
        held, found = self.attributes, None
        for step in re.split(r"[.\[\]]+", path):
            if step and not step.isdigit():
                found = held.get(step)
                if found is None:
                    return None
                held = found.attributes
        return found


def of(type_: str) -> TypeSchema | None:
    """Return the schema of a resource type; None for one that the provider does not have."""
    return _outline("resources").type(type_)


def of_data(type_: str) -> TypeSchema | None:
    """Return the schema of a data source; None for one that the provider does not have."""
    return _outline("data_sources").type(type_)


def types() -> Iterable[str]:
    """Return the names of all resource types."""
    return _outline("resources").sections.keys()


def takes_tags(type_: str) -> bool:
    """Return whether a resource type has tags of the user."""
    found = of(type_)
    tags = found.attributes.get("tags") if found else None
    return tags is not None and tags.kind is Kind.MAP and not tags.computed_only


def data_types() -> Iterable[str]:
    """Return the names of all data sources."""
    return _outline("data_sources").sections.keys()


def provider() -> str:
    """Return source and version of the provider that the facts are of."""
    return _outline("resources").provider


class _Outline:
    """One file of facts."""

    def __init__(self, text: str) -> None:
        head, *sections = text.rstrip("\n").split("\n\n")
        format_, provider = head.split("\n")
        if format_ != FORMAT:
            raise ValueError(f"the facts of the AWS types are in {format_!r}, this release reads {FORMAT!r}")
        self.provider = provider.removeprefix("provider ")
        self.sections = {section.partition("\n")[0]: section for section in sections}
        self._types: dict[str, TypeSchema] = {}

    def type(self, name: str) -> TypeSchema | None:
        if name not in self._types and name in self.sections:
            lines = self.sections[name].split("\n")[1:]
            self._types[name] = TypeSchema(name, self._attributes(lines))
        return self._types.get(name)

    def _attributes(self, lines: list[str]) -> dict[str, Attribute]:
        """Read the lines at the depth of the first; deeper ones belong to the last before them."""
        if not lines:
            return {}
        depth = len(lines[0]) - len(lines[0].lstrip())
        starts = [number for number, line in enumerate(lines) if line[depth] != " "]
        ends = [*starts[1:], len(lines)]
        spans = zip(starts, ends, strict=True)
        found = [self._attribute(lines[start][depth:], lines[start + 1 : end]) for start, end in spans]
        return {attribute.name: attribute for attribute in found}

    def _attribute(self, line: str, inner: list[str]) -> Attribute:
        line, _, like = line.partition(" like ")
        name, _, said = line.partition(": ")
        word, *flags = said.split(" ")

        def read() -> Mapping[str, Attribute]:
            return self._follow(like) if like else self._attributes(inner)

        if word == "block":
            nesting, *limits = flags
            least, _, most = limits[0].partition("..") if limits else ("0", "", "")
            kind = Kind.OBJECT if nesting == "single" else Kind(nesting)
            element = "" if kind is Kind.OBJECT else "object"
            return Attribute(name, kind, element, True, int(least), int(most) if most else None, _inner=read)
        outer, _, element = word.partition("(")
        return Attribute(
            name,
            Kind(outer),
            element[:-1],
            required="required" in flags,
            optional="optional" in flags,
            computed="computed" in flags,
            sensitive="sensitive" in flags,
            _inner=read,
        )

    def _follow(self, place: str) -> Mapping[str, Attribute]:
        type_, _, path = place.partition(".")
        schema = self.type(type_)
        first = schema.attribute(path) if schema else None
        if first is None:
            raise ValueError(f"the facts of the AWS types name {place}, which is nowhere")
        return first.attributes


@cache
def _outline(name: str) -> _Outline:
    return _Outline((DATA / f"{name}.txt").read_bytes().decode())
