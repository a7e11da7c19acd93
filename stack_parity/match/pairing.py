"""Which resource of the left is which of the right, and why; what is ambiguous is reported, never guessed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from stack_parity.aws.nouns import noun
from stack_parity.model.program import Resource
from stack_parity.model.spelling import short_address


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
        """Return the one name of each paired resource on both sides: `(left, right)`, by address."""
        words = [noun(pair.left) for pair in self.pairs]
        several, used = Counter(words), Counter[str]()
        left: dict[str, str] = {}
        right: dict[str, str] = {}
        for pair, word in zip(self.pairs, words, strict=True):
            label = word if several[word] == 1 else f"{word} {pair.left.name or short_address(pair.left.address)}"
            used[label] += 1
            if used[label] > 1:
                label = f"{label} ({used[label]})"
            left[pair.left.address] = right[pair.right.address] = label
        return left, right
