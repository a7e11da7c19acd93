"""Programs made from Pulumi's annotations: a resource with every input set, for every type that Terraform has, too."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Final

from stack_parity.aws import pulumi_names, schema
from stack_parity.aws.pulumi_names import Level
from stack_parity.aws.schema import Attribute, Kind
from stack_parity.model.program import Program
from stack_parity.sources.pulumi.registered import to_program
from stack_parity.sources.pulumi.registrations import Asset, Reference, Registration, Registrations, RunReport, Value
from tools.aws_types.pulumi_package import PulumiType, Shape, read_types
from tools.truth.refusals import Scalar

DEEPEST: Final = 4
"""Objects inside one another, further than which only what is required is set; web ACLs repeat theirs without end."""

SOURCE_TYPE: Final = "aws:ssm/parameter:Parameter"
SOURCE: Final = f"urn:pulumi:truth::generated::{SOURCE_TYPE}::source"
"""A resource whose value is known only after a deployment: what no literal will do for, is a reference to it."""

_REFERENCE: Final = Reference(SOURCE, "value")


@dataclass
class Choices:
    """How the inputs of one program of a type are filled, by attribute path."""

    values: dict[str, Scalar] = field(default_factory=dict)
    """The literal, where not any will do."""
    by_reference: set[str] = field(default_factory=set)
    """What is no literal but a reference."""
    repeats: dict[str, int] = field(default_factory=dict)
    """How many there are, where one is too few."""
    left_out: dict[str, str] = field(default_factory=dict)
    """What is not set, with the reason."""


@dataclass(frozen=True)
class Draft:
    """One program of a type: which of several it is, and how it is filled."""

    type: str
    number: int = 0
    choices: Choices = field(default_factory=Choices)
    copies: int = 1
    """How many there are of what may be there several times, where nothing asks for more."""

    @property
    def name(self) -> str:
        """The resource's name."""
        token = twins()[self.type].token.replace(":", "-").replace("/", "-")
        return f"{token}-{self.number}" if self.number else token

    @property
    def address(self) -> str:
        """The resource's URN."""
        return f"urn:pulumi:truth::generated::{twins()[self.type].token}::{self.name}"


@cache
def twins() -> Mapping[str, PulumiType]:
    """Return the types of `pulumi_aws` that the provider has, one token a Terraform type, by that type."""
    found: dict[str, PulumiType] = {}
    for token, pulumi in sorted(read_types().items()):
        type_ = pulumi_names.terraform_type(token)
        if type_ and schema.of(type_):
            found.setdefault(type_, pulumi)
    return found


def program_of(drafts: Iterable[Draft], folder: Path | None = None) -> Program:
    """Return a program of one resource for each draft; its code lies in `code` of the folder."""
    source = Registration(SOURCE, SOURCE_TYPE, "source", None, True, {"type": "String", "value": "x"}, {}, (), {})
    registrations = Registrations(
        "generated", "generated", "truth", (source, *map(registration, drafts)), {}, RunReport(ran=True, strict=True)
    )
    return to_program(registrations, kind="generated program", folder=folder)


def registration(draft: Draft) -> Registration:
    """Return a resource with every input set but those that the choices leave out."""
    pulumi = twins()[draft.type]
    inputs = _Filler(pulumi, draft.choices, draft.copies).inputs()
    edges = {key: (SOURCE,) for key, value in inputs.items() if _refers(value)}
    return Registration(draft.address, pulumi.token, draft.name, None, True, inputs, edges, (), {})


def paths_set(draft: Draft) -> set[str]:
    """Return the attribute paths that a draft sets, of objects as of values."""
    filler = _Filler(twins()[draft.type], draft.choices)
    filler.inputs()
    return filler.filled


class _Filler:
    """Fills the inputs of one type, and keeps which paths got a value."""

    def __init__(self, pulumi: PulumiType, choices: Choices, copies: int = 1) -> None:
        self._pulumi = pulumi
        self._choices = choices
        self._copies = copies
        self._copy = 0
        self.filled: set[str] = set()

    def inputs(self) -> dict[str, Value]:
        """Return the inputs by their name in Pulumi."""
        names = sorted(self._pulumi.inputs & self._pulumi.properties.keys())
        level = pulumi_names.properties(self._pulumi.token)
        return self._members({name: self._pulumi.properties[name] for name in names}, level, "")

    def _members(self, shapes: Mapping[str, Shape], level: Level, above: str) -> dict[str, Value]:
        values = {name: self._value(shape, level, name, above) for name, shape in sorted(shapes.items())}
        return {name: value for name, value in values.items() if value is not None}

    def _value(self, shape: Shape, level: Level, name: str, above: str) -> Value:
        """Return a value of a shape; None for what a program cannot set, or the choices leave out."""
        known = level.schema(name)
        path = f"{above}.{level.attribute(name)}".lstrip(".")
        if known is None or known.computed_only or path in self._choices.left_out:
            return None
        if path.count(".") >= DEEPEST and not known.required and not known.least:
            return None
        before = set(self.filled)
        value = self._filled(shape, known, level.inside(name), path)
        self.filled = before if value is None else self.filled | {path}
        return value

    def _filled(self, shape: Shape, known: Attribute, inside: Level, path: str) -> Value:
        if not known.attributes and self._is_by_reference(path):
            return {"someKey": _REFERENCE} if shape.kind == "map" else _REFERENCE
        if shape.kind == "list" and shape.inner is not None:
            items = [self._copy_of(shape.inner, known, inside, path, copy) for copy in range(self._number(known, path))]
            return None if None in items else items
        if self._pulumi.is_object(shape):
            return self._object(shape, known, inside, path)
        if shape.kind == "asset":
            return Asset("file-archive", "code", anchored=True) if path == "filename" else None
        if shape.kind == "map":
            return {"someKey": self._in_map(shape, known, inside, path)}
        chosen = self._choices.values.get(path)
        if chosen is None:
            return literal(known, self._copy)
        return f"{chosen}-{self._copy}" if self._copy and self._copies > 1 and isinstance(chosen, str) else chosen

    def _number(self, known: Attribute, path: str) -> int:
        copies = 1 if path.count(".") > 1 else self._copies
        return 1 if known.single else max(copies, known.least, self._choices.repeats.get(path, 1))

    def _copy_of(self, shape: Shape, known: Attribute, inside: Level, path: str, copy: int) -> Value:
        outer, self._copy = self._copy, copy
        value = self._filled(shape, known, inside, path)
        self._copy = outer
        return value

    def _object(self, shape: Shape, known: Attribute, inside: Level, path: str) -> Value:
        """Return an object; None where something that it must have cannot be set."""
        values = self._members(self._pulumi.objects(shape), inside, path)
        stated = {inside.attribute(name) for name in values}
        required = {name for name, one in known.attributes.items() if one.required or one.least}
        return values if required <= stated else None

    def _in_map(self, shape: Shape, known: Attribute, inside: Level, path: str) -> Value:
        if shape.inner is not None and shape.inner.kind == "map":
            return {"someKey": "some-value"}
        if shape.inner is not None and self._pulumi.is_object(shape.inner):
            return self._object(shape.inner, known, inside, path)
        return self._choices.values.get(path) or literal(known)

    def _is_by_reference(self, path: str) -> bool:
        return any(path == one or path.startswith(f"{one}.") for one in self._choices.by_reference)


_LITERALS: Final[Mapping[str, Value]] = {
    "assume_role_policy": '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole",'
    '"Principal":{"Service":"lambda.amazonaws.com"}}]}',
    "policy": '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sqs:SendMessage","Resource":"*"}]}',
    "managed_policy_arns": "arn:aws:iam::aws:policy/ReadOnlyAccess",
}
"""By attribute, a text that both the provider and the comparison can read."""


def literal(known: Attribute, copy: int = 0) -> Value:
    """Return a value of the kind of an attribute, or of what a collection holds; copies differ."""
    if known.name in _LITERALS:
        return _LITERALS[known.name]
    kind = known.kind
    if kind in (Kind.LIST, Kind.SET, Kind.MAP):
        kind = Kind(known.element) if known.element in set(Kind) else Kind.STRING
    text = f"{known.name.replace('_', '-')}{f'-{copy}' if copy else ''}"
    return {Kind.NUMBER: 1.0, Kind.BOOL: True}.get(kind, text)


def _refers(value: Value) -> bool:
    if isinstance(value, dict):
        return any(map(_refers, value.values()))
    return any(map(_refers, value)) if isinstance(value, list) else isinstance(value, Reference)
