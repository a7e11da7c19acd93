"""Which attributes replace a resource, from `replacement.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

DATA: Final = Path(__file__).with_name("replacement.toml")


@dataclass(frozen=True)
class TypeFacts:
    """What is known of a Terraform type.

    Attributes:
        word: what people call it.
        replaces: the attributes whose change replaces a resource; None where nothing is known.
    """

    word: str
    replaces: frozenset[str] | None


@cache
def facts() -> Mapping[str, TypeFacts]:
    """Return what is known, by Terraform type."""
    data = tomllib.loads(DATA.read_text("utf-8"))
    return {name: TypeFacts(row["word"], frozenset(row["replaces"])) for name, row in data.items()}


def facts_of(terraform_type: str) -> TypeFacts:
    """Return what is known of a type; of an unknown one its own name, and nothing of replacement."""
    return facts().get(terraform_type, TypeFacts(terraform_type.removeprefix("aws_").replace("_", " "), None))
