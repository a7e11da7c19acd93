"""The graph of one side: which resource needs which, through which attribute."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TypeAlias

from stack_parity.aws.nouns import noun
from stack_parity.iam.roles import Architecture
from stack_parity.model.program import Resource

Relation: TypeAlias = tuple[str, str, str]
"""Direction (`needs`, `needed by`), type and attribute."""


class FreeResources:
    """The resources of one side that have no partner yet, and the relations between all."""

    def __init__(self, architecture: Architecture) -> None:
        self._resources = {
            address: resource
            for address, resource in sorted(architecture.program.resources.items())
            if address not in architecture.folded
        }
        self._free = dict(self._resources)
        self._neighbours: dict[str, list[tuple[Relation, str]]] = defaultdict(list)
        for resource in self._resources.values():
            for edge in sorted(resource.edges | resource.named, key=lambda edge: (edge.attribute, edge.target)):
                target = self._resources.get(edge.target)
                if target is not None:
                    self._neighbours[resource.address].append((("needs", target.type, edge.attribute), target.address))
                    self._neighbours[target.address].append(
                        (("needed by", resource.type, edge.attribute), resource.address)
                    )

    def of_type(self, type_: str) -> list[Resource]:
        """Return the resources of a type, by address."""
        return [resource for resource in self._free.values() if resource.type == type_]

    def types(self) -> set[str]:
        """Return the types that are left."""
        return {resource.type for resource in self._free.values()}

    def neighbours(self, resource: Resource) -> Iterator[tuple[Relation, Resource]]:
        """Yield the neighbours of any resource, each with its relation to it."""
        for relation, address in self._neighbours[resource.address]:
            if address in self._free:
                yield relation, self._free[address]

    def is_free(self, resource: Resource) -> bool:
        """Return whether a resource has no partner."""
        return resource.address in self._free

    def take(self, resource: Resource) -> None:
        """Remove a resource that has found its partner."""
        del self._free[resource.address]

    def rest(self, without: set[str]) -> Iterator[Resource]:
        """Yield what is left, without the given addresses."""
        return (resource for address, resource in self._free.items() if address not in without)


def words(relation: Relation, resource: Resource) -> str:
    """Return what a resource in this relation is called in a reason."""
    direction, _, attribute = relation
    return noun(resource) if direction == "needs" else f"{noun(resource)} whose {attribute} is that"
