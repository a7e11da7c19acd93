"""Programs made from Pulumi's annotations: a resource with every input set, for every type that Terraform has, too."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
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

DEEPEST: Final = 4
"""Objects inside one another; web ACLs repeat theirs without end."""

SOURCE_TYPE: Final = "aws:ssm/parameter:Parameter"
SOURCE: Final = f"urn:pulumi:truth::generated::{SOURCE_TYPE}::source"
"""A resource whose value is known only after a deployment: what no literal will do for, is a reference to it."""

_REFERENCE: Final = Reference(SOURCE, "value")


@dataclass
class Choices:
    """How the inputs of one type are filled: which paths by reference and which not at all, with the reason."""

    by_reference: set[str] = field(default_factory=set)
    left_out: dict[str, str] = field(default_factory=dict)


@cache
def twins() -> Mapping[str, PulumiType]:
    """Return the types of `pulumi_aws` that the provider has, one token a Terraform type, by that type."""
    found: dict[str, PulumiType] = {}
    for token, pulumi in sorted(read_types().items()):
        type_ = pulumi_names.terraform_type(token)
        if type_ and schema.of(type_):
            found.setdefault(type_, pulumi)
    return found


def program_of(types: Iterable[str], choices: Mapping[str, Choices], folder: Path | None = None) -> Program:
    """Return a program of one resource for each Terraform type; its code lies in `code` of the folder."""
    source = Registration(SOURCE, SOURCE_TYPE, "source", None, True, {"type": "String", "value": "x"}, {}, (), {})
    made = [registration(twins()[type_], choices.get(type_) or Choices()) for type_ in types]
    registrations = Registrations(
        "generated", "generated", "truth", (source, *made), {}, RunReport(ran=True, strict=True)
    )
    return to_program(registrations, kind="generated program", folder=folder)


def registration(pulumi: PulumiType, choices: Choices) -> Registration:
    """Return a resource with every input set but those that the choices leave out."""
    inputs = dict(_inputs(pulumi, choices))
    edges = {key: (SOURCE,) for key, value in inputs.items() if _refers(value)}
    name = pulumi.token.replace(":", "-").replace("/", "-")
    return Registration(
        f"urn:pulumi:truth::generated::{pulumi.token}::{name}", pulumi.token, name, None, True, inputs, edges, (), {}
    )


def _inputs(pulumi: PulumiType, choices: Choices) -> Iterator[tuple[str, Value]]:
    level = pulumi_names.properties(pulumi.token)
    for name in sorted(pulumi.inputs & pulumi.properties.keys()):
        value = _value(pulumi, pulumi.properties[name], level, name, "", choices)
        if value is not None:
            yield name, value


def _value(pulumi: PulumiType, shape: Shape, level: Level, name: str, above: str, choices: Choices) -> Value:
    """Return a value of a shape; None where the schema does not let a program set it, or the choices leave it out."""
    path = f"{above}.{level.attribute(name)}".lstrip(".")
    known = level.schema(name)
    if known is None or known.computed_only or path in choices.left_out or path.count(".") >= DEEPEST:
        return None
    if not known.attributes and any(path == one or path.startswith(f"{one}.") for one in choices.by_reference):
        return _REFERENCE
    if shape.kind == "list" and shape.inner is not None:
        inner = _value(pulumi, shape.inner, level, name, above, choices)
        return None if inner is None else [inner]
    if pulumi.is_object(shape):
        inside = level.inside(name)
        held = pulumi.objects(shape)
        values = {key: _value(pulumi, one, inside, key, path, choices) for key, one in sorted(held.items())}
        return {key: value for key, value in values.items() if value is not None}
    if shape.kind == "asset":
        return Asset("file-archive", "code", anchored=True) if path == "filename" else None
    if shape.kind == "map":
        return {"someKey": _REFERENCE if path in choices.by_reference else _literal(_element(known))}
    return _literal(known)


def _element(known: Attribute) -> Attribute:
    return Attribute(known.name, Kind(known.element) if known.element in set(Kind) else Kind.STRING)


_LITERALS: Final[Mapping[str, Value]] = {
    "assume_role_policy": '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole",'
    '"Principal":{"Service":"lambda.amazonaws.com"}}]}',
    "policy": '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sqs:SendMessage","Resource":"*"}]}',
    "managed_policy_arns": "arn:aws:iam::aws:policy/ReadOnlyAccess",
}
"""By attribute, a text that both the provider and the comparison can read."""


def _literal(known: Attribute) -> Value:
    if known.name in _LITERALS:
        return _LITERALS[known.name]
    kind = _element(known).kind if known.kind in (Kind.LIST, Kind.SET, Kind.MAP) else known.kind
    return {Kind.NUMBER: 1.0, Kind.BOOL: True}.get(kind, f"{known.name.replace('_', '-')}")


def _refers(value: Value) -> bool:
    if isinstance(value, dict):
        return any(map(_refers, value.values()))
    return any(map(_refers, value)) if isinstance(value, list) else isinstance(value, Reference)
