"""Licences of the locked packages, judged by the rule in `licences.toml`."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from product.supply_chain.packages import Package

RULE: Final = Path(__file__).with_name("licences.toml")


@dataclass(frozen=True)
class Rule:
    """Which licences are acceptable, how old spellings read, and which packages are exceptions."""

    acceptable: frozenset[str]
    spellings: Mapping[str, str]
    stated: Mapping[str, str]
    """What a package whose metadata says nothing says elsewhere, by its name."""
    exceptions: Mapping[str, str]
    """The reason for taking a package in spite of its licence, by its name."""


def read_rule(file: Path = RULE) -> Rule:
    """Read the rule."""
    data = tomllib.loads(file.read_text("utf-8"))
    return Rule(frozenset(data["acceptable"]), data["spellings"], data["stated"], data["exceptions"])


def licence_of(package: Package, rule: Rule) -> str:
    """Return a package's licence as an SPDX expression, or `unknown`."""
    stated = package.licence or rule.stated.get(package.name, "unknown")
    return " AND ".join(rule.spellings.get(part, part) for part in stated.split(" AND "))


def is_acceptable(licence: str, rule: Rule) -> bool:
    """Tell whether of an expression's alternatives one is made of acceptable licences only."""
    alternatives = re.split(r"\s+OR\s+", licence.strip("()"))
    return any(all(part in rule.acceptable for part in re.split(r"\s+AND\s+", each)) for each in alternatives)


def find_unacceptable(packages: Iterable[Package], rule: Rule) -> list[str]:
    """Return one line for each package whose licence the rule does not accept, and for each exception without use."""
    packages = list(packages)
    refused = {each: licence for each in packages if not is_acceptable(licence := licence_of(each, rule), rule)}
    return [
        *(
            f"{each.name} {each.version}: {licence}. Accept the licence or the package in {RULE.name}, with the reason."
            for each, licence in refused.items()
            if each.name not in rule.exceptions
        ),
        *(
            f"{name}: the exception in {RULE.name} is not needed. Remove it."
            for name in rule.exceptions
            if name not in {each.name for each in refused}
        ),
    ]


def count_licences(packages: Iterable[Package], rule: Rule) -> Counter[str]:
    """Return how many packages stand under each licence."""
    return Counter(licence_of(each, rule) for each in packages)
