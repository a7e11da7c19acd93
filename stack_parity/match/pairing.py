"""Which resource of the left is which of the right: by structure, starting at the Lambda functions.

From each pair the walk follows what the two need and what needs them. Where one relation leads to one resource on each
side, these two are a pair. Where it leads to several, names and contents decide; what they leave open is ambiguous and
is reported, never guessed.
"""

from __future__ import annotations

import re
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from stack_parity.aws.identity import physical_name
from stack_parity.aws.nouns import noun
from stack_parity.iam.roles import Architecture
from stack_parity.model.program import Resource
from stack_parity.model.spelling import short_address, speller

ANCHOR: Final = "aws_lambda_function"


@dataclass(frozen=True)
class Pair:
    """Two resources that play the same part, and why they were taken for it."""

    left: Resource
    right: Resource
    reason: str


@dataclass(frozen=True)
class Ambiguity:
    """Resources that play the same part, with nothing to tell which belongs to which."""

    what: str
    left: tuple[Resource, ...]
    right: tuple[Resource, ...]


@dataclass(frozen=True)
class Pairing:
    """Every resource of both sides, once."""

    pairs: tuple[Pair, ...]
    ambiguous: tuple[Ambiguity, ...]
    only_left: tuple[Resource, ...]
    only_right: tuple[Resource, ...]

    def labels(self) -> tuple[dict[str, str], dict[str, str]]:
        """Give each paired resource the same name on both sides: `(left, right)`, by address."""
        nouns = [noun(pair.left) for pair in self.pairs]
        left: dict[str, str] = {}
        right: dict[str, str] = {}
        for pair, word in zip(self.pairs, nouns, strict=True):
            label = word if nouns.count(word) == 1 else f"{word} {pair.left.name or short_address(pair.left.address)}"
            while label in left.values():
                label += "'"
            left[pair.left.address] = right[pair.right.address] = label
        return left, right


Relation: TypeAlias = tuple[str, str, str]
"""Direction (`needs`, `needed by`), type and attribute."""

Group: TypeAlias = tuple[list[Resource], list[Resource]]


def pair_up(left: Architecture, right: Architecture) -> Pairing:
    """Pair the resources of two architectures in normal form."""
    return _Walk(left, right).result()


class _Walk:
    def __init__(self, left: Architecture, right: Architecture) -> None:
        self._sides = (_Side(left), _Side(right))
        self._pairs: list[Pair] = []
        self._fresh: deque[Pair] = deque()
        self._open: list[tuple[Pair, Relation]] = []

    def result(self) -> Pairing:
        """Walk until nothing more can be paired."""
        left, right = self._sides
        self._match((left.of_type(ANCHOR), right.of_type(ANCHOR)), "Lambda function of the program")
        self._follow()
        for type_ in sorted(left.types() & right.types()):
            self._match(
                (left.of_type(type_), right.of_type(type_)), f"{type_} of the program that no other resource leads to"
            )
            self._follow()
        ambiguous = tuple(self._ambiguous())
        return Pairing(
            pairs=tuple(self._pairs),
            ambiguous=ambiguous,
            only_left=tuple(left.rest({item.address for group in ambiguous for item in group.left})),
            only_right=tuple(right.rest({item.address for group in ambiguous for item in group.right})),
        )

    def _follow(self) -> None:
        """Pair along the relations of each new pair: first where there is one on each side, then the others."""
        while self._fresh or self._open:
            while self._fresh:
                pair = self._fresh.popleft()
                for relation, group in self._related(pair).items():
                    if len(group[0]) == len(group[1]) == 1:
                        self._add(group[0][0], group[1][0], f"the only {_words(relation, group[0][0])} {_of(pair)}")
                    elif group[0] and group[1]:
                        self._open.append((pair, relation))
            if not self._decide_open():
                return

    def _decide_open(self) -> bool:
        """Decide what is left of the relations with several resources; True when that made a new pair."""
        open_, self._open = self._open, []
        before = len(self._pairs)
        for pair, relation in open_:
            group = self._related(pair).get(relation, ([], []))
            if group[0] and group[1]:
                self._match(group, f"{_words(relation, group[0][0])} {_of(pair)}")
        return len(self._pairs) > before

    def _related(self, pair: Pair) -> dict[Relation, Group]:
        """Group the unpaired neighbours of a pair by their relation to it."""
        groups: dict[Relation, Group] = defaultdict(lambda: ([], []))
        for index, resource in enumerate((pair.left, pair.right)):
            for relation, neighbour in self._sides[index].neighbours(resource):
                if neighbour not in groups[relation][index]:
                    groups[relation][index].append(neighbour)
        return groups

    def _match(self, group: Group, part: str) -> None:
        """Pair the members of a group, by what is unique on both sides; a lone rest on each side belongs together."""
        if len(group[0]) == len(group[1]) == 1:
            self._add(group[0][0], group[1][0], f"the only {part}")
            return
        for why, key in _KEYS:
            lefts, rights = _unique(self._unpaired(0, group[0]), key), _unique(self._unpaired(1, group[1]), key)
            for value in sorted(lefts.keys() & rights.keys()):
                self._add(lefts[value], rights[value], f"{part}, by {why}")
        rest = self._unpaired(0, group[0]), self._unpaired(1, group[1])
        if len(rest[0]) == len(rest[1]) == 1:
            self._add(rest[0][0], rest[1][0], f"the only {part} left")

    def _unpaired(self, index: int, resources: Sequence[Resource]) -> list[Resource]:
        return [resource for resource in resources if self._sides[index].is_free(resource)]

    def _add(self, left: Resource, right: Resource, reason: str) -> None:
        if self._sides[0].is_free(left) and self._sides[1].is_free(right):
            pair = Pair(left, right, reason)
            self._sides[0].take(left)
            self._sides[1].take(right)
            self._pairs.append(pair)
            self._fresh.append(pair)

    def _ambiguous(self) -> Iterator[Ambiguity]:
        left, right = self._sides
        for type_ in sorted(left.types() & right.types()):
            lefts, rights = left.of_type(type_), right.of_type(type_)
            if lefts and rights:
                yield Ambiguity(type_, tuple(lefts), tuple(rights))


class _Side:
    """The resources of one side that can be paired, and those that are not yet."""

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
        return [resource for resource in self._free.values() if resource.type == type_]

    def types(self) -> set[str]:
        return {resource.type for resource in self._free.values()}

    def neighbours(self, resource: Resource) -> Iterator[tuple[Relation, Resource]]:
        for relation, address in self._neighbours[resource.address]:
            if address in self._free:
                yield relation, self._free[address]

    def is_free(self, resource: Resource) -> bool:
        return resource.address in self._free

    def take(self, resource: Resource) -> None:
        del self._free[resource.address]

    def rest(self, without: set[str]) -> Iterator[Resource]:
        return (resource for address, resource in self._free.items() if address not in without)


def _unique(resources: Iterable[Resource], key: Callable[[Resource], str | None]) -> dict[str, Resource]:
    """Give the resources whose key no other has."""
    found: dict[str, list[Resource]] = defaultdict(list)
    for resource in resources:
        value = key(resource)
        if value:
            found[value].append(resource)
    return {value: group[0] for value, group in found.items() if len(group) == 1}


def _name_in_aws(resource: Resource) -> str | None:
    name = physical_name(resource)
    return name if isinstance(name, str) else None


def _name_in_program(resource: Resource) -> str | None:
    return re.sub(r"[^a-z0-9]", "", resource.name.lower())


def _content(resource: Resource) -> str:
    return speller({})({key: value for key, value in resource.attributes.items() if key != "tags"})


_KEYS: Final[tuple[tuple[str, Callable[[Resource], str | None]], ...]] = (
    ("its name in AWS", _name_in_aws),
    ("its name in the program", _name_in_program),
    ("its content", _content),
)


def _words(relation: Relation, resource: Resource) -> str:
    direction, _, attribute = relation
    return noun(resource) if direction == "needs" else f"{noun(resource)} whose {attribute} is that"


def _of(pair: Pair) -> str:
    return f"of the {noun(pair.left)}"
