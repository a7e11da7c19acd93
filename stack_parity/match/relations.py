"""The graph of one side: which resource needs which, through which attribute, and which have no partner yet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from typing import TypeAlias

from stack_parity.aws.nouns import noun
from stack_parity.iam.roles import Architecture
from stack_parity.match.keys import NameOf, by_key
from stack_parity.model.identification import Identifier
from stack_parity.model.program import Resource

Relation: TypeAlias = tuple[str, str, str]
"""Direction (`needs`, `needed by`), type of the other and attribute."""


class FreeResources:
    """The resources of one side that have no partner yet, and the relations between all."""

    def __init__(self, architecture: Architecture) -> None:
        self._program = architecture.program
        resources = {
            address: resource
            for address, resource in sorted(architecture.program.resources.items())
            if address not in architecture.folded
        }
        self._free: dict[str, dict[str, Resource]] = defaultdict(dict)
        self._relations: dict[str, list[tuple[Relation, str, Relation]]] = defaultdict(list)
        self._near: dict[str, dict[Relation, dict[str, Resource]]] = defaultdict(lambda: defaultdict(dict))
        self._called: dict[str, str] = {}
        """What each resource is called in the content of others: by its pair, before that by its type."""
        self._spell = Identifier(self._called)
        for resource in resources.values():
            self._free[resource.type][resource.address] = resource
            self._called[resource.address] = resource.type
            for edge in sorted(resource.edges | resource.named, key=lambda edge: (edge.attribute, edge.target)):
                if edge.target in resources:
                    self._relate(resource, edge.attribute, resources[edge.target])

    def _relate(self, source: Resource, attribute: str, target: Resource) -> None:
        forth, back = ("needs", target.type, attribute), ("needed by", source.type, attribute)
        if target.address not in self._near[source.address][forth]:
            self._relations[source.address].append((forth, target.address, back))
            self._relations[target.address].append((back, source.address, forth))
            self._near[source.address][forth][target.address] = target
            self._near[target.address][back][source.address] = source

    def types(self) -> set[str]:
        """Return the types that are left."""
        return {type_ for type_, resources in self._free.items() if resources}

    def of_type(self, type_: str) -> Collection[Resource]:
        """Return the free resources of a type, by address."""
        return self._free[type_].values()

    def by_name(self, type_: str, name: NameOf) -> dict[str, list[Resource]]:
        """Group the free resources of a type by one of their names."""
        return by_key(self.of_type(type_), lambda resource: name(resource, self._program))

    def near(self, resource: Resource) -> Mapping[Relation, Mapping[str, Resource]]:
        """Return the free neighbours of any resource by their relation to it, each by its address."""
        return self._near[resource.address]

    def take(self, resource: Resource, number: int) -> Iterator[tuple[str, Relation]]:
        """Remove a resource that found its partner in the pair of that number.

        Yields:
            each neighbour's address, with the relation in which it has one free neighbour less.
        """
        del self._free[resource.type][resource.address]
        self._called[resource.address] = f"pair {number}"
        for _, address, back in self._relations[resource.address]:
            self._near[address][back].pop(resource.address, None)
            yield address, back

    def content(self, resource: Resource) -> str:
        """Spell what a resource says and what leads to it, with paired resources called alike on both sides."""
        said = {key: value for key, value in resource.attributes.items() if key != "tags"}
        around = sorted(f"{relation} {self._called[other]}" for relation, other, _ in self._relations[resource.address])
        return self._spell(said) + "; ".join(around)

    def is_settled(self, resource: Resource) -> bool:
        """Return whether every neighbour of a resource has its partner."""
        return not any(self.near(resource).values())


def words(relation: Relation, resource: Resource) -> str:
    """Return what a resource in this relation is called in a reason."""
    direction, _, attribute = relation
    return noun(resource) if direction == "needs" else f"{noun(resource)} whose {attribute} is that"
