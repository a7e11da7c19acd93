"""From what a reader found to the normal form, in which equal things look equal.

Three steps: shape (absent, null and empty are one; a list of one block is that block; 512.0 is 512), resolve (a
reference to what the program itself states becomes that statement, an ARN is spelled from the name), and documents.
"""

from __future__ import annotations

from collections.abc import KeysView
from dataclasses import replace

from parity.documents import parse_documents
from parity.edges import named_edges
from parity.kinds import BY_TYPE, USER_MAPS, singular
from parity.model import Edge, Program, Resource, Value
from parity.resolve import Resolver

_COMPUTED = frozenset(
    {
        "arn",
        "create_date",
        "id",
        "invoke_arn",
        "last_modified",
        "owner_id",
        "qualified_arn",
        "qualified_invoke_arn",
        "signing_job_arn",
        "signing_profile_version_arn",
        "source_code_size",
        "tags_all",
        "unique_id",
    }
)
"""What the provider fills in and no program says (AWS provider schema)."""


def normalize(program: Program) -> Program:
    """Bring one program into the normal form."""
    shaped = replace(
        program,
        resources={address: _shaped(resource, program) for address, resource in program.resources.items()},
        data={address: _shaped(resource, program) for address, resource in program.data.items()},
    )
    resolver = Resolver(shaped)
    resolved = {address: _resolved(resource, resolver) for address, resource in shaped.resources.items()}
    named = named_edges(resolved.values())
    return replace(
        shaped,
        resources={
            address: _connected(resource, named.get(address, frozenset()), resolved.keys())
            for address, resource in resolved.items()
        },
        outputs={name: resolver.value(shape(value)) for name, value in program.outputs.items()},
        region=resolver.value(program.region),
        account=resolver.value(program.account),
    )


def shape(value: Value, name: str = "") -> Value:
    """Bring one value into its plainest form; `name` is the attribute that holds it."""
    if isinstance(value, dict):
        if name in USER_MAPS:
            return {key: _scalar_text(shape(item)) for key, item in value.items() if item is not None}
        inner = {key: shape(item, key) for key, item in value.items()}
        return {_block_name(key, value[key]): item for key, item in inner.items() if not _is_empty(item)}
    if isinstance(value, list):
        items = [shape(item, name) for item in value if item is not None]
        return items[0] if len(items) == 1 and isinstance(items[0], dict) else items
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def _shaped(resource: Resource, program: Program) -> Resource:
    attributes = {key: value for key, value in resource.attributes.items() if key not in _COMPUTED}
    kind = BY_TYPE.get(resource.type)
    if program.default_tags and ("tags" in attributes or (kind is not None and kind.taggable)):
        own = attributes.get("tags")
        attributes["tags"] = dict(program.default_tags) | (own if isinstance(own, dict) else {})
    shaped = shape(attributes)
    return replace(resource, attributes=shaped if isinstance(shaped, dict) else {})


def _resolved(resource: Resource, resolver: Resolver) -> Resource:
    attributes: dict[str, Value] = {}
    for key, value in resource.attributes.items():
        resolved = resolver.value(value)
        attributes[key] = resolved if key in USER_MAPS or key == "environment" else parse_documents(resolved)
    return replace(resource, attributes=attributes)


def _connected(resource: Resource, named: frozenset[Edge], existing: KeysView[str]) -> Resource:
    """Keep the edges that end at a resource of the program, each once."""
    edges = frozenset(edge for edge in resource.edges if edge.target in existing)
    return replace(
        resource,
        edges=edges,
        named=named - edges,
        depends_on=frozenset(target for target in resource.depends_on if target in existing),
    )


def _block_name(key: str, value: Value) -> str:
    blocks = isinstance(value, list) and bool(value) and all(isinstance(item, dict) for item in value)
    return singular(key) if blocks else key


def _is_empty(value: Value) -> bool:
    return value is None or value == "" or (isinstance(value, list | dict) and not value)


def _scalar_text(value: Value) -> Value:
    """Spell a value of a map of strings as the provider does."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int | float) else value
