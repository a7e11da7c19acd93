"""Patterns of IAM: `*` stands for any text and `?` for one character (IAM JSON policy grammar)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final

ANY: Final = "*"


@cache
def matches_all(broad: str, narrow: str) -> bool:
    """Return whether the pattern `broad` matches everything that the pattern `narrow` matches.

    `*` stands for any text and `?` for one character (IAM policy grammar). A `*` of `narrow` counts as a letter that
    only a `*` of `broad` matches.
    """
    reached = {0}
    for letter in narrow:
        reached = set(_steps(broad, _through_stars(broad, reached), letter))
        if not reached:
            return False
    return len(broad) in _through_stars(broad, reached)


def overlaps(left: str, right: str) -> bool:
    """Return whether there is a text that both patterns match."""
    reached = {(0, 0)}
    seen = set(reached)
    while reached:
        at, other = reached.pop()
        if at == len(left) and other == len(right):
            return True
        for state in _joint_steps(left, right, at, other):
            if state not in seen:
                seen.add(state)
                reached.add(state)
    return False


def _through_stars(pattern: str, positions: Iterable[int]) -> set[int]:
    closed = set()
    for position in positions:
        closed.add(position)
        while position < len(pattern) and pattern[position] == ANY:
            position += 1
            closed.add(position)
    return closed


def _steps(pattern: str, positions: Iterable[int], letter: str) -> Iterator[int]:
    for position in positions:
        if position == len(pattern):
            continue
        if pattern[position] == ANY:
            yield position
        elif (pattern[position] == "?" and letter != ANY) or pattern[position] == letter:
            yield position + 1


def _joint_steps(left: str, right: str, at: int, other: int) -> Iterator[tuple[int, int]]:
    ahead = left[at] if at < len(left) else ""
    beside = right[other] if other < len(right) else ""
    if ahead == ANY:
        yield at + 1, other
    if beside == ANY:
        yield at, other + 1
    if not ahead or not beside:
        return
    if ahead in {ANY, "?"} or beside in {ANY, "?"} or ahead == beside:
        yield at + (ahead != ANY), other + (beside != ANY)
