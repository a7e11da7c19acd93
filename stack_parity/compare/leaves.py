"""Two values taken apart together, down to the leaves, each with the path that leads to it.

What the schema calls a set has no order. Items of two lists of one length are paired by their places; otherwise what is
equal in both is paired first, so that one item more is one difference.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Final, TypeAlias

from stack_parity.aws.schema import Attribute, Kind
from stack_parity.compare.comparands import Comparands
from stack_parity.iam.grants import is_policy
from stack_parity.model.values import Document, Value, content_of

Leaf: TypeAlias = tuple[str, Value, Value]
"""Path, left and right; None where a side has nothing there. What stands in a document is a `Document` of its own."""

_ALTERNATIVES: Final = frozenset({"event_pattern", "filter_policy", "pattern"})
"""Attributes with a document in which a list is a choice without order (EventBridge and SNS, "event patterns")."""

_LONGEST: Final = 1000
"""Items up to which lists of different lengths are aligned; longer ones are paired by their places."""


def leaves(
    left: Mapping[str, Value], right: Mapping[str, Value], known: Mapping[str, Attribute], sides: Comparands
) -> Iterator[Leaf]:
    """Yield the leaves of the attributes of two resources.

    Args:
        left: attributes of the one.
        right: attributes of the other.
        known: what the schema says of them.
        sides: how each side's values are spelled.
    """
    for key in left.keys() | right.keys():
        yield from _Parts(sides, key in _ALTERNATIVES).leaves(key, left.get(key), right.get(key), known.get(key))


class _Parts:
    """The parts of one attribute; `loose`: the lists in its documents have no order."""

    def __init__(self, sides: Comparands, loose: bool) -> None:
        self._sides = sides
        self._loose = loose

    def leaves(self, path: str, left: Value, right: Value, known: Attribute | None) -> Iterator[Leaf]:
        """Yield the leaves of two values, one of which may be absent."""
        kinds = {type(content_of(value)) for value in (left, right) if value is not None}
        if is_policy(left) or is_policy(right) or kinds not in ({dict}, {list}):
            yield path, left, right
        elif kinds == {dict}:
            yield from self._of_objects(path, left, right, known)
        else:
            yield from self._of_lists(path, left, right, known)

    def _of_objects(self, path: str, left: Value, right: Value, known: Attribute | None) -> Iterator[Leaf]:
        one, other = _members(left), _members(right)
        in_document = isinstance(left, Document) or isinstance(right, Document)
        if not one and not other:
            yield path, left, right
        for key in one.keys() | other.keys():
            inner = known.attributes.get(key) if known and not in_document else None
            parts = _Parts(self._sides, True) if key in _ALTERNATIVES else self
            yield from parts.leaves(f"{path}.{key}", one.get(key), other.get(key), inner)

    def _of_lists(self, path: str, left: Value, right: Value, known: Attribute | None) -> Iterator[Leaf]:
        one, other = _items(left), _items(right)
        in_document = isinstance(left, Document) or isinstance(right, Document)
        unordered = self._loose if in_document else known is not None and known.kind is Kind.SET
        if any(isinstance(content_of(item), dict | list) for item in (*one, *other)):
            pairs = self._paired_in_sets(one, other) if unordered else self._paired_in_lists(one, other)
            for index, (item, partner) in enumerate(pairs):
                yield from self.leaves(f"{path}[{index}]", item, partner, known)
        elif unordered:
            yield path, _sorted(left, self._left_key), _sorted(right, self._right_key)
        else:
            yield path, left, right

    def _paired_in_lists(self, left: list[Value], right: list[Value]) -> Iterator[tuple[Value, Value]]:
        if len(left) == len(right) or max(len(left), len(right)) > _LONGEST:
            yield from zip_longest(left, right)
            return
        keys = [self._left_key(item) for item in left], [self._right_key(item) for item in right]
        for _, start, end, other_start, other_end in SequenceMatcher(None, *keys, autojunk=False).get_opcodes():
            yield from zip_longest(left[start:end], right[other_start:other_end])

    def _paired_in_sets(self, left: list[Value], right: list[Value]) -> Iterator[tuple[Value, Value]]:
        """Pair equal items, in the order of the left; then the others in the order of their spelling."""
        partners: dict[str, list[Value]] = defaultdict(list)
        for item in sorted(right, key=self._right_key, reverse=True):
            partners[self._right_key(item)].append(item)
        items = sorted(left, key=self._left_key)
        found = [partners[key].pop() if partners[key := self._left_key(item)] else None for item in items]
        others = iter([item for key in sorted(partners) for item in partners[key]])
        for item, partner in zip(items, found, strict=True):
            yield item, next(others, None) if partner is None else partner
        for partner in others:
            yield None, partner

    def _left_key(self, value: Value) -> str:
        return self._sides.resemble_left(value)

    def _right_key(self, value: Value) -> str:
        return self._sides.resemble_right(value)


def _members(value: Value) -> dict[str, Value]:
    """Return what an object holds; what stands in a document is one itself."""
    content = content_of(value)
    if not isinstance(content, dict):
        return {}
    return {key: Document(item) for key, item in content.items()} if isinstance(value, Document) else content


def _items(value: Value) -> list[Value]:
    """Return what a list holds; what stands in a document is one itself."""
    content = content_of(value)
    if not isinstance(content, list):
        return []
    return [Document(item) for item in content] if isinstance(value, Document) else content


def _sorted(value: Value, key: Callable[[Value], str]) -> Value:
    """Return a set of plain values in one order."""
    if isinstance(value, Document):
        return Document(_sorted(value.content, key))
    return sorted(value, key=key) if isinstance(value, list) else value
