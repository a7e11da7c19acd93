"""What Terraform calls each resource, data source and configuration of the provider."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from stack_parity.aws import schema
from stack_parity.aws.schema import Attribute, Kind
from stack_parity.model.program import Program, Resource
from stack_parity.model.values import Ref

_EARLIER: Final = {("aws_region", "region"): "name"}
"""By type and attribute of a later provider, the attribute of the schema's."""
_IDENTIFIER: Final = re.compile(r"[A-Za-z_][\w-]*")


class Names:
    """The Terraform addresses of what a program holds, and the references to it."""

    def __init__(self, program: Program) -> None:
        self._known = {**program.resources, **program.data}
        made = {address: one for address, one in program.resources.items() if one.external is None}
        written = {address: one for address, one in made.items() if schema.of(one.type)}
        sources = {address: one for address, one in program.data.items() if schema.of_data(one.type)}
        self.resources = _addresses(written.values())
        self.data = _addresses(sources.values())
        self.aliases = dict(zip(program.providers, _distinct(program.providers), strict=True))

    def address(self, address: str) -> str | None:
        """Return the Terraform address of a resource or data source; None for what is not written."""
        if address in self.resources:
            return ".".join(self.resources[address])
        return ".".join(("data", *self.data[address])) if address in self.data else None

    def words(self, address: str) -> str:
        """Return a resource for a reader, written or not: its type and its name."""
        known = self._known.get(address)
        return f"{known.type} {known.name}" if known else address

    def reference(self, reference: Ref) -> str | None:
        """Return the expression of a reference; None for one to something that is not written."""
        start = self.address(reference.address)
        if start is None:
            return None
        attribute = _EARLIER.get((self._known[reference.address].type, reference.attribute), reference.attribute)
        return _path(start, attribute, self.attributes(reference.address))

    def attributes(self, address: str) -> Mapping[str, Attribute]:
        """Return what the schema says of a written resource or data source."""
        resource = self._known[address]
        found = schema.of(resource.type) if address in self.resources else schema.of_data(resource.type)
        return found.attributes if found else {}


def identifier(name: str) -> str:
    """Return a name as Terraform's identifiers are: letters, digits, `_` and `-`, no digit first."""
    plain = re.sub(r"[^A-Za-z0-9_-]", "_", name)
    return plain if _IDENTIFIER.fullmatch(plain) else f"_{plain}"


def _path(start: str, path: str, held: Mapping[str, Attribute]) -> str:
    """Return an attribute path as an expression; a step into a list without a number is one into its first."""
    text, known = start, None
    for step in path.split("."):
        if step.isdigit():
            text, known = _index(text, step, known), None
            continue
        if known is not None and known.attributes and known.kind in (Kind.LIST, Kind.SET):
            text = _index(text, "0", known)
        is_key = (known is not None and known.kind is Kind.MAP) or not _IDENTIFIER.fullmatch(step)
        text += f'["{step}"]' if is_key else f".{step}"
        known = held.get(step)
        held = known.attributes if known else {}
    return text


def _index(text: str, number: str, known: Attribute | None) -> str:
    """Return one item; a set has none by number and becomes a list first."""
    return f"tolist({text})[{number}]" if known is not None and known.kind is Kind.SET else f"{text}[{number}]"


def _addresses(resources: Iterable[Resource]) -> dict[str, tuple[str, str]]:
    by_type: dict[str, list[Resource]] = {}
    for resource in sorted(resources, key=lambda one: one.address):
        by_type.setdefault(resource.type, []).append(resource)
    return {
        resource.address: (type_, name)
        for type_, several in by_type.items()
        for resource, name in zip(several, _distinct(one.name or "this" for one in several), strict=True)
    }


def _distinct(names: Iterable[str]) -> list[str]:
    """Return each name as an identifier of its own; one that is taken gets a number."""
    found: dict[str, None] = {}
    for name in names:
        plain = identifier(name)
        numbered = (f"{plain}_{number}" for number in range(2, len(found) + 3))
        found[next(one for one in (plain, *numbered) if one not in found)] = None
    return [*found]
