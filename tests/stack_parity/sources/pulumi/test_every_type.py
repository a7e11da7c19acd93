"""Every type of the installed `pulumi_aws` with every input set: what comes out has the shape of the schema."""

from collections.abc import Iterator
from typing import Final

import pytest

from stack_parity.aws import schema
from stack_parity.aws.schema import Attribute, Kind
from stack_parity.model.values import Secret, Value
from stack_parity.normalize import normalize
from stack_parity.sources.pulumi import registrations as pulumi
from stack_parity.sources.pulumi.registered import to_program
from tools.aws_types.pulumi_package import PulumiType, Shape, read_types

LARGE: Final = ("aws:quicksight/", "aws:wafv2/", "aws:lex/")
"""Modules whose objects nest so often that one value of each would be millions."""

OTHERWISE: Final = {
    ("aws:lakeformation/optIn:OptIn", "resource_data.lf_tag.value"),
    ("aws:networkmanager/connectPeer:ConnectPeer", "bgp_options.peer_asn"),
    ("aws:redshift/cluster:Cluster", "encrypted"),
}
"""What `pulumi_aws` 7 holds in another kind than provider 5 (a list, and texts)."""

PLAIN: Final[dict[str, pulumi.Value]] = {"number": 3.0, "bool": True}
HELD: Final[dict[Kind, type]] = {
    Kind.STRING: str,
    Kind.NUMBER: int,
    Kind.BOOL: bool,
    Kind.LIST: list,
    Kind.SET: list,
    Kind.MAP: dict,
    Kind.OBJECT: dict,
}


def example(of: PulumiType, shape: Shape, above: tuple[str, ...] = ()) -> pulumi.Value:
    """Give a value of a shape, with every property set; an object does not hold itself."""
    if shape.kind == "list" and shape.inner:
        return [example(of, shape.inner, above)]
    if shape.kind == "map" and shape.inner:
        return {"userKey": example(of, shape.inner, above)}
    if shape.class_ and of.is_object(shape):
        held = {} if shape.class_ in above else of.objects(shape)
        return {name: example(of, inner, (*above, shape.class_)) for name, inner in held.items()}
    return PLAIN.get(shape.kind, "x")


def misshapen(path: str, value: Value, known: Attribute) -> Iterator[str]:
    """Yield the path of each value that is not what the schema says; what the schema does not know is left out."""
    if isinstance(value, Secret) and known.sensitive:
        return
    if not isinstance(value, dict if known.single else HELD[known.kind]):
        yield path
    elif known.attributes:
        for item in value if isinstance(value, list) else [value]:
            if not isinstance(item, dict):
                yield path
                continue
            for key, inner in item.items():
                if key in known.attributes:
                    yield from misshapen(f"{path}.{key}", inner, known.attributes[key])


@pytest.fixture(scope="module")
def types() -> dict[str, PulumiType]:
    return {token: found for token, found in read_types().items() if not token.startswith(LARGE)}


def test_every_input_of_every_type_has_the_shape_of_the_schema(types: dict[str, PulumiType]) -> None:
    found: set[tuple[str, str]] = set()
    seen = 0
    for token, of in types.items():
        urn = f"urn:pulumi:dev::shop::{token}::it"
        inputs = {name: example(of, of.properties[name]) for name in of.inputs}
        registered = pulumi.Registration(urn, token, "it", None, True, inputs, {}, (), {})
        run = pulumi.RunReport(ran=False, strict=False)
        program = pulumi.Registrations("shop", "shop", "dev", (registered,), {}, run)
        (resource,) = normalize(to_program(program, kind="Pulumi program", folder=None)).resources.values()
        known = schema.of(resource.type)
        for name, value in resource.attributes.items():
            if known is not None and name in known.attributes:
                seen += 1
                found |= {(token, path) for path in misshapen(name, value, known.attributes[name])}
    assert found == OTHERWISE
    assert len(types) > 1600
    assert seen > 9_000
