"""The walk that pairs resources, starting at the Lambda functions.

From each pair it follows what the two need and what needs them. Where one relation leads to one resource on each side,
these two are a pair. Where it leads to several, names and contents decide; what they leave open is ambiguous.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterator, Sequence
from typing import Final, TypeAlias

from stack_parity.aws.nouns import noun
from stack_parity.iam.roles import Architecture
from stack_parity.match.keys import KEYS, by_unique_key
from stack_parity.match.pairing import Ambiguity, Pair, Pairing
from stack_parity.match.relations import FreeResources, Relation, words
from stack_parity.model.program import Resource

ANCHOR: Final = "aws_lambda_function"

Group: TypeAlias = tuple[list[Resource], list[Resource]]


def pair_up(left: Architecture, right: Architecture) -> Pairing:
    """Return the pairs of two architectures in the normal form."""
    return Walk(left, right).result()


class Walk:
    """One walk over both sides; it can be made once."""

    def __init__(self, left: Architecture, right: Architecture) -> None:
        self._sides = (FreeResources(left), FreeResources(right))
        self._pairs: list[Pair] = []
        self._fresh: deque[Pair] = deque()
        self._open: list[tuple[Pair, Relation]] = []

    def result(self) -> Pairing:
        """Return the pairing: walk until nothing more can be paired."""
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
                        self._add(group[0][0], group[1][0], f"the only {words(relation, group[0][0])} {_of(pair)}")
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
                self._match(group, f"{words(relation, group[0][0])} {_of(pair)}")
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
        for why, key in KEYS:
            lefts, rights = (
                by_unique_key(self._unpaired(0, group[0]), key),
                by_unique_key(self._unpaired(1, group[1]), key),
            )
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


def _of(pair: Pair) -> str:
    return f"of the {noun(pair.left)}"
