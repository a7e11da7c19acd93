"""Finds the Terraform type of each Pulumi token by evidence: how alike the names are, and what the two hold in common.

What both hold is weighed by how rare it is among all types: `tags` says nothing, `dead_letter_config` much. A Terraform
type goes to the token with the highest score, and to one only; what decides otherwise stands in `decisions.py`.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from stack_parity.aws.schema import TypeSchema
from tools.aws_types.pulumi_package import PulumiType

LEAST: Final = 0.7
"""A match by score alone needs so much; one to which the rule of names leads needs no score."""

_NAMES_WEIGH: Final = 0.4
_EVERYWHERE: Final = frozenset({"id", "region", "tagsall", "timeout"})
_CONSIDERED: Final = 12
"""So many types are looked at for each token."""

_COMMON: Final = 200
"""What so many types hold leads to no candidate."""


@dataclass(frozen=True, order=True)
class Match:
    """A token's Terraform type. `score` is from 0 to 1: what both hold in common weighs 0.6, their names 0.4."""

    score: float
    type: str
    shared: float
    names: float


class Evidence:
    """The Terraform types, by what they hold."""

    def __init__(self, types: Iterable[TypeSchema]) -> None:
        self._held = {found.type: _held_by_type(found) for found in types}
        counts = Counter(key for keys in self._held.values() for key in keys)
        self._weights = {key: math.log((len(self._held) + 1) / (count + 0.5)) for key, count in counts.items()}
        self._unknown = math.log(2 * (len(self._held) + 1))
        self._types: dict[str, list[str]] = {}
        for type_, keys in self._held.items():
            for key in keys:
                if counts[key] <= _COMMON:
                    self._types.setdefault(key, []).append(type_)
        self._by_name = {squash(type_.removeprefix("aws_")): type_ for type_ in self._held}

    def candidates(self, pulumi: PulumiType) -> list[Match]:
        """Return the Terraform types that share most with a token, and those that share its name, best first."""
        held = _held_by_token(pulumi)
        sharing = {type_ for key in held for type_ in self._types.get(key, ())}
        most = sorted(sharing, key=lambda type_: (-self._shared(held, type_), type_))[:_CONSIDERED]
        named = {self._by_name[name] for name in _names(pulumi.token) if name in self._by_name}
        return sorted((self._score(pulumi.token, held, type_) for type_ in {*most, *named}), reverse=True)

    def match(self, pulumi: PulumiType, type_: str) -> Match:
        """Return what speaks for a token being a type."""
        return self._score(pulumi.token, _held_by_token(pulumi), type_)

    def _score(self, token: str, held: frozenset[str], type_: str) -> Match:
        shared, names = self._shared(held, type_), _alike(token, type_)
        return Match(round((1 - _NAMES_WEIGH) * shared + _NAMES_WEIGH * names, 2), type_, round(shared, 2), names)

    def _shared(self, held: frozenset[str], type_: str) -> float:
        """Return which part of what a token and a type hold together both of them hold, by weight."""
        whole = self._weigh(held | self._held[type_])
        return self._weigh(held & self._held[type_]) / whole if whole else 0.0

    def _weigh(self, keys: frozenset[str]) -> float:
        return sum(self._weights.get(key, self._unknown) for key in keys)


def match_types(
    tokens: Mapping[str, PulumiType], types: Iterable[TypeSchema], decided: Mapping[str, str]
) -> dict[str, Match]:
    """Return the Terraform type of each token that has one, no type twice but for names that pulumi_aws keeps beside.

    Args:
        tokens: all that the package registers, or all its functions.
        types: of the schema, the resources or the data sources.
        decided: by hand, the types of tokens that the evidence leaves open.
    """
    evidence = Evidence(types)
    candidates = {token: evidence.candidates(pulumi) for token, pulumi in tokens.items()}
    found = {token: evidence.match(tokens[token], type_) for token, type_ in decided.items()}
    taken = set(decided.values())
    pairs = sorted(
        ((match, token) for token, matches in candidates.items() for match in matches),
        key=lambda pair: (-pair[0].score, pair[0].type, pair[1]),
    )
    by_rule = {match.type for match, token in pairs if _by_rule(token, match.type)}
    for match, token in pairs:
        certain = _by_rule(token, match.type) or (match.score >= LEAST and match.type not in by_rule)
        if certain and token not in found and match.type not in taken:
            found[token] = match
            taken.add(match.type)
    return found | _kept_beside(tokens, candidates, found)


def squash(name: str) -> str:
    """Return a name without case and signs."""
    return re.sub(r"[^a-z0-9]", "", name.lower())


def _kept_beside(
    tokens: Mapping[str, PulumiType], candidates: Mapping[str, list[Match]], found: Mapping[str, Match]
) -> dict[str, Match]:
    """Return the tokens that are an older or a newer name of another (`BucketAcl`, `BucketAclV2`)."""
    beside: dict[str, Match] = {}
    for token in tokens.keys() - found.keys():
        other = found.get(re.sub(r"V2(?=:|$)", "", token))
        for match in candidates[token]:
            if other and match.type == other.type and match.score >= LEAST:
                beside[token] = match
    return beside


def _by_rule(token: str, type_: str) -> bool:
    """Return whether the rule of names leads to a type: `aws_<module>_<class>`, in EC2 also without the module."""
    both, class_ = _names(token)
    name = squash(type_.removeprefix("aws_"))
    return name == both or (name == class_ and token.startswith("aws:ec2/"))


def _names(token: str) -> tuple[str, str]:
    """Return what the rule makes of a token: module and class, and the class alone."""
    _, module, class_ = re.sub(r"(/|:)get(?=[A-Z])", r"\1", token).split(":")
    return squash(module.partition("/")[0] + class_), squash(class_)


def _alike(token: str, type_: str) -> float:
    name = squash(type_.removeprefix("aws_"))
    return round(max(SequenceMatcher(None, own, name).ratio() for own in _names(token)), 2)


def _held_by_type(found: TypeSchema) -> frozenset[str]:
    return _keys({name: tuple(attribute.attributes) for name, attribute in found.attributes.items()})


def _held_by_token(pulumi: PulumiType) -> frozenset[str]:
    return _keys({name: tuple(pulumi.objects(shape)) for name, shape in pulumi.properties.items()})


def _keys(held: Mapping[str, tuple[str, ...]]) -> frozenset[str]:
    """Return names, and names inside names, in a spelling that both sides share."""
    keys: set[str] = set()
    for name, inner in held.items():
        if (key := _stem(name)) not in _EVERYWHERE:
            keys |= {key, *(f"{key}.{_stem(member)}" for member in inner)}
    return frozenset(keys)


def _stem(name: str) -> str:
    word = squash(name)
    if word.endswith("ss"):
        return word
    return f"{word[:-3]}y" if word.endswith("ies") else re.sub(r"(?<=ss|.x|ch|sh)es$|s$", "", word)
