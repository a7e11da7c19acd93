"""What is compared: both architectures, and how each side's values are spelled and its names replaced."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from stack_parity.aws.identity import NAMES, made_name
from stack_parity.iam.roles import Architecture
from stack_parity.match.pairing import Pairing
from stack_parity.model.identification import Identifier
from stack_parity.model.program import Resource
from stack_parity.model.spelling import Spell, speller

_SPACE: Final = re.compile(r"\s")
_BEFORE_RESOURCE: Final = re.compile(r"arn(?::[^:]*){4}:")
"""Of an ARN, what stands before the resource: partition, service, region and account."""

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
    pairs = [(pair.left, pair.right, labels_left[pair.left.address]) for pair in pairing.pairs]
    rename_left = _renamer(pairs)
    rename_right = _renamer((right, left, label) for left, right, label in pairs)
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
    """Return the function by which a text of one side reads as that of the other but for names.

    A name that this side leaves to a tool or the provider is the one that the other states. Of two that both state,
    each reads as a reference to its pair's name. A name is a whole text, or a whole step of a path or of what an ARN is
    of: in a sentence, and before that in an ARN, the same word says something else.
    """
    references: dict[str, str] = {}
    literals: dict[str, str] = {}
    for resource, partner, label in named:
        attribute = made_name(resource.type)
        name, other = (one.attributes.get(attribute or "") for one in (resource, partner))
        if name is None and isinstance(other, str):
            references[f"${{{label}.{attribute}}}"] = other.replace("${", "$${")
        elif resource.type in NAMES and isinstance(name, str) and isinstance(other, str) and name != other:
            literals.setdefault(name, f"${{{label}.{attribute}}}")
    refer, name_alike = _replacer(references, "", ""), _replacer(literals, "(?<![^/:])", "(?![^/:])")

    def rename(text: str) -> str:
        said = refer(text)
        if _SPACE.search(text):
            return said
        head = _BEFORE_RESOURCE.match(said)
        start = head.end() if head else 0
        return said[:start] + name_alike(said[start:])

    return rename


def _replacer(replacements: Mapping[str, str], before: str, after: str) -> Callable[[str], str]:
    if not replacements:
        return lambda text: text
    longest_first = sorted(replacements, key=len, reverse=True)
    pattern = re.compile(f"{before}(?:{'|'.join(map(re.escape, longest_first))}){after}")
    return lambda text: pattern.sub(lambda match: replacements[match[0]], text)
