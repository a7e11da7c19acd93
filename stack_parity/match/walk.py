"""How resources find their partners: by name first, then along the relations of the pairs that are known.

Resources with one name on both sides are a pair, whatever surrounds them: a function that reads another table than
before is a difference, not a table of another name. From each pair the walk follows what the two need and what needs
them. Where one relation leads to one free resource on each side, these two are a pair. Where it leads to several,
content and neighbours decide; what they leave open is ambiguous.

The work is linear in resources and relations: a relation is looked at again only when it has lost a free resource.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterator
from typing import Final, TypeAlias

from stack_parity.aws.nouns import noun
from stack_parity.iam.roles import Architecture
from stack_parity.match.keys import NAMES, by_key
from stack_parity.match.pairing import Ambiguity, Pair, Pairing
from stack_parity.match.relations import FreeResources, Relation, words
from stack_parity.model.program import Resource

ANCHOR: Final = "aws_lambda_function"
"""The type from which the walk starts."""

Group: TypeAlias = tuple[Collection[Resource], Collection[Resource]]


def pair_up(left: Architecture, right: Architecture) -> Pairing:
    """Return the pairs of two architectures in the normal form."""
    return Walk(left, right).result()


class Walk:
    """One walk over both sides; it can be made once."""

    def __init__(self, left: Architecture, right: Architecture) -> None:
        self._sides = (FreeResources(left), FreeResources(right))
        self._pairs: list[Pair] = []
        self._pair_of: tuple[dict[str, Pair], dict[str, Pair]] = ({}, {})
        self._pending: deque[tuple[Pair, Relation]] = deque()
        self._open: dict[tuple[str, Relation], Pair] = {}

    def result(self) -> Pairing:
        """Return the pairing: walk until nothing more can be paired."""
        left, right = self._sides
        for type_ in sorted(self._shared_types(), key=lambda type_: type_ != ANCHOR):
            self._match_names(type_)
        self._match((left.of_type(ANCHOR), right.of_type(ANCHOR)), "Lambda function of the program")
        self._follow()
        paired = -1
        while paired < len(self._pairs):
            paired = len(self._pairs)
            for type_ in self._shared_types():
                part = f"{type_} of the program that no other resource leads to"
                self._match((left.of_type(type_), right.of_type(type_)), part)
                self._follow()
        ambiguous = tuple(self._ambiguous())
        mentioned = {group.what for group in ambiguous}
        return Pairing(
            pairs=tuple(self._pairs),
            ambiguous=ambiguous,
            only_left=tuple(_rest(left, mentioned)),
            only_right=tuple(_rest(right, mentioned)),
        )

    def _shared_types(self) -> list[str]:
        return sorted(self._sides[0].types() & self._sides[1].types())

    def _match_names(self, type_: str) -> None:
        """Pair what has one name on both sides that no other resource of the type has."""
        for why, key in NAMES:
            lefts, rights = (side.by_name(type_, key) for side in self._sides)
            for value in sorted(lefts.keys() & rights.keys()):
                if len(lefts[value]) == len(rights[value]) == 1:
                    self._add(lefts[value][0], rights[value][0], f"the {noun(lefts[value][0])}, by {why}")

    def _follow(self) -> None:
        """Pair along the relations of each pair: first where there is one on each side, then the others."""
        while self._pending or self._open:
            while self._pending:
                pair, relation = self._pending.popleft()
                lefts, rights = self._related(pair, relation)
                if len(lefts) == len(rights) == 1:
                    (left,), (right,) = lefts, rights
                    self._add(left, right, f"the only {words(relation, left)} {_of(pair)}")
                elif lefts and rights:
                    self._open[pair.left.address, relation] = pair
            opened, self._open = self._open, {}
            for (_, relation), pair in opened.items():
                group = self._related(pair, relation)
                if group[0] and group[1]:
                    self._match(group, f"{words(relation, next(iter(group[0])))} {_of(pair)}")

    def _related(self, pair: Pair, relation: Relation) -> Group:
        """Return the free neighbours of a pair in one relation to it."""
        left, right = (side.near(one) for side, one in zip(self._sides, (pair.left, pair.right), strict=True))
        return left.get(relation, {}).values(), right.get(relation, {}).values()

    def _match(self, group: Group, part: str) -> None:
        """Pair the members of a group by their content; a lone rest on each side belongs together."""
        if len(group[0]) == len(group[1]) == 1:
            (left,), (right,) = group
            self._add(left, right, f"the only {part}")
            return
        contents = tuple(by_key(list(found), side.content) for side, found in zip(self._sides, group, strict=True))
        for content in sorted(contents[0].keys() & contents[1].keys()):
            lefts, rights = contents[0][content], contents[1][content]
            if len(lefts) == len(rights) == 1 or all(map(self._sides[0].is_settled, lefts)):
                for left, right in zip(lefts, rights, strict=False):  # twins: nothing could tell which is which
                    self._add(left, right, f"{part}, by its content")
        if len(group[0]) == len(group[1]) == 1:
            (left,), (right,) = group
            self._add(left, right, f"the only {part} left")

    def _add(self, left: Resource, right: Resource, reason: str) -> None:
        pair = Pair(left, right, reason)
        self._pairs.append(pair)
        for side, one, pair_of in zip(self._sides, (left, right), self._pair_of, strict=True):
            pair_of[one.address] = pair
            for address, relation in side.take(one, len(self._pairs)):
                if address in pair_of:
                    self._pending.append((pair_of[address], relation))
        self._pending.extend((pair, relation) for relation in self._sides[0].near(left))

    def _ambiguous(self) -> Iterator[Ambiguity]:
        left, right = self._sides
        for type_ in self._shared_types():
            yield Ambiguity(type_, tuple(left.of_type(type_)), tuple(right.of_type(type_)))


def _rest(side: FreeResources, mentioned: set[str]) -> Iterator[Resource]:
    for type_ in sorted(side.types() - mentioned):
        yield from side.of_type(type_)


def _of(pair: Pair) -> str:
    return f"of the {noun(pair.left)}"
