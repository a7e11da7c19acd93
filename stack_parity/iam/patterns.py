"""Patterns of IAM: `*` stands for any text and `?` for one character (IAM JSON policy grammar).

A reference `${...}` or a policy variable `$${...}` is one letter: it stands for a text that nobody knows yet.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Final

ANY: Final = "*"
ONE: Final = "?"

_LETTER: Final = re.compile(r"\$?\$\{[^}]*\}|.", re.DOTALL)
_FACT: Final = re.compile(r"\$\{aws\.\w+\}")
"""The region, account or partition of the deployment: a text without a colon."""
_ARN_PARTS: Final = 6


@cache
def matches_all(broad: str, narrow: str) -> bool:
    """Return whether the pattern `broad` matches everything that the pattern `narrow` matches.

    A `*` of `narrow` counts as a letter that only a `*` of `broad` matches, and so does what nobody knows yet, which
    else matches only itself.
    """
    return _matches(_letters(broad), _letters(narrow))


def covers_arn(broad: str, narrow: str) -> bool:
    """Return whether `broad` matches all that `narrow` matches as `ArnLike` has it: each of the six parts alone."""
    if broad == narrow:
        return True
    parts, others = _arn_parts(broad), _arn_parts(narrow)
    return bool(parts and others) and all(map(_matches, parts, others))


def has_wildcard(pattern: str) -> bool:
    """Return whether a pattern matches more than one text."""
    return not {ANY, ONE}.isdisjoint(_letters(pattern))


def overlaps(left: str, right: str) -> bool:
    """Return whether there may be a text that both patterns match."""
    return _overlap(_letters(left), _letters(right))


def _letters(pattern: str) -> tuple[str, ...]:
    return tuple(_LETTER.findall(pattern))


def _arn_parts(pattern: str) -> list[tuple[str, ...]]:
    """Return the six parts of an ARN; none where there are fewer, or where a text not yet known may hold a colon."""
    parts: list[list[str]] = [[]]
    for letter in _letters(pattern):
        if letter == ":" and len(parts) < _ARN_PARTS:
            parts.append([])
        elif len(letter) > 1 and len(parts) < _ARN_PARTS and not _FACT.fullmatch(letter):
            return []
        else:
            parts[-1].append(letter)
    return [tuple(part) for part in parts] if len(parts) == _ARN_PARTS else []


def _matches(broad: Sequence[str], narrow: Sequence[str]) -> bool:
    reached = {0}
    for letter in narrow:
        reached = set(_steps(broad, _through_stars(broad, reached), letter))
        if not reached:
            return False
    return len(broad) in _through_stars(broad, reached)


def _overlap(left: Sequence[str], right: Sequence[str]) -> bool:
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


def _through_stars(pattern: Sequence[str], positions: Iterable[int]) -> set[int]:
    closed = set()
    for position in positions:
        closed.add(position)
        while position < len(pattern) and pattern[position] == ANY:
            position += 1
            closed.add(position)
    return closed


def _steps(pattern: Sequence[str], positions: Iterable[int], letter: str) -> Iterator[int]:
    for position in positions:
        if position == len(pattern):
            continue
        if pattern[position] == ANY:
            yield position
        elif (pattern[position] == ONE and letter != ANY and len(letter) == 1) or pattern[position] == letter:
            yield position + 1


def _joint_steps(left: Sequence[str], right: Sequence[str], at: int, other: int) -> Iterator[tuple[int, int]]:
    ahead = left[at] if at < len(left) else ""
    beside = right[other] if other < len(right) else ""
    if _is_long(ahead):
        yield at + 1, other
    if _is_long(beside):
        yield at, other + 1
    if not ahead or not beside:
        return
    if ahead == beside or _may_hold(ahead, beside) or _may_hold(beside, ahead):
        yield at + (not _is_long(ahead)), other + (not _is_long(beside))


def _is_long(letter: str) -> bool:
    """Return whether a letter stands for a text of any length."""
    return letter == ANY or len(letter) > 1


def _may_hold(letter: str, other: str) -> bool:
    """Return whether the text that a letter stands for may begin with another."""
    return letter in {ANY, ONE} or (len(letter) > 1 and not (other == ":" and _FACT.fullmatch(letter)))
