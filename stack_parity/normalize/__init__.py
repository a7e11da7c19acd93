"""From what a reader found to the normal form, in which equal things look equal.

Three steps: shape (absent, null and empty are one; a list of one block is that block; 512.0 is 512), documents (what
travels as JSON text is what it says), resolve (a reference to what the program itself states becomes that statement,
an ARN is spelled from the name).
"""

from __future__ import annotations

from collections.abc import KeysView
from dataclasses import replace

from stack_parity.aws.names import singular
from stack_parity.aws.types import TAGGABLE, USER_MAPS
from stack_parity.model.program import Edge, Program, Resource
from stack_parity.model.values import Value
from stack_parity.normalize.documents import parse_documents
from stack_parity.normalize.edges import named_edges
from stack_parity.normalize.resolve import Resolver


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
        provider=None
        if program.provider is None
        else {name: resolver.value(shape(value)) for name, value in program.provider.items()},
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
    attributes = dict(resource.attributes)
    if program.default_tags and ("tags" in attributes or resource.type in TAGGABLE):
        own = attributes.get("tags")
        attributes["tags"] = dict(program.default_tags) | (own if isinstance(own, dict) else {})
    shaped = shape(attributes)
    plain = shaped if isinstance(shaped, dict) else {}
    return replace(resource, attributes={key: _document(key, value) for key, value in plain.items()})


def _document(name: str, value: Value) -> Value:
    """Read what travels as JSON text; the values of a user's map stay the text that they are."""
    return value if name in USER_MAPS or name == "environment" else parse_documents(value)


def _resolved(resource: Resource, resolver: Resolver) -> Resource:
    return replace(resource, attributes={key: resolver.value(value) for key, value in resource.attributes.items()})


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
