"""What is compared: both architectures, and how each side's values are spelled and its names replaced."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from stack_parity.aws.identity import NAMES, physical_name
from stack_parity.iam.roles import Architecture
from stack_parity.match.pairing import Pairing
from stack_parity.model.identification import Identifier
from stack_parity.model.program import Resource
from stack_parity.model.spelling import Spell, speller

_SPACE: Final = re.compile(r"\s")

Labels: TypeAlias = tuple[Mapping[str, str], Mapping[str, str]]
"""What each paired resource is called, by address, on the left and on the right."""


@dataclass(frozen=True)
class Comparands:
    """Both sides of one comparison."""

    left: Architecture
    right: Architecture
    spell_left: Spell
    spell_right: Spell
    identify_left: Spell
    """Spells values so that only equal ones are spelled alike; a text for comparing, not for showing."""
    identify_right: Spell
    rename_left: Callable[[str], str]
    """Replaces each name in one text that differs between the sides by the label of its pair."""
    rename_right: Callable[[str], str]
    resemble_left: Spell
    """Identifies values in which such names are replaced."""
    resemble_right: Spell


def comparands(left: Architecture, right: Architecture, pairing: Pairing, labels: Labels) -> Comparands:
    """Return both sides, each with its spelling."""
    labels_left, labels_right = labels
    rename_left = _renamer((pair.left, pair.right, labels_left[pair.left.address]) for pair in pairing.pairs)
    rename_right = _renamer((pair.right, pair.left, labels_right[pair.right.address]) for pair in pairing.pairs)
    return Comparands(
        left,
        right,
        speller(labels_left),
        speller(labels_right),
        Identifier(labels_left),
        Identifier(labels_right),
        rename_left,
        rename_right,
        Identifier(labels_left, rename_left),
        Identifier(labels_right, rename_right),
    )


def _renamer(named: Iterable[tuple[Resource, Resource, str]]) -> Callable[[str], str]:
    """Return the function that replaces each name that differs between the sides by a reference to its pair's name.

    That is how a name reads which one side leaves to the provider. A name is a whole text, or a whole step of a path
    or an ARN: in a sentence the same word says something else.
    """
    replacements: dict[str, str] = {}
    for resource, partner, label in named:
        name, other = physical_name(resource), physical_name(partner)
        if isinstance(name, str) and name and name != other:
            replacements.setdefault(name, f"${{{label}.{NAMES[resource.type]}}}")
    if not replacements:
        return lambda value: value
    longest_first = sorted(replacements, key=len, reverse=True)
    pattern = re.compile(r"(?<![^/:])(?:" + "|".join(map(re.escape, longest_first)) + r")(?![^/:])")
    return lambda text: text if _SPACE.search(text) else pattern.sub(lambda match: replacements[match[0]], text)
