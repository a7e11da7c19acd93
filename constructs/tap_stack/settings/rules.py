"""What a value must be, in words, and the error of a value that is not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import get_args

from pydantic.fields import FieldInfo
from pydantic_core import PydanticCustomError


@dataclass(frozen=True)
class Rule:
    """What a value must be, in words; a fault quotes it."""

    text: str


def rule_of(field: FieldInfo) -> str | None:
    """Find the rule of a field, also where the field is optional."""
    kinds: list[object] = [*field.metadata, field.annotation]
    while kinds:
        kind = kinds.pop(0)
        if isinstance(kind, Rule):
            return kind.text
        kinds += [*get_args(kind), *getattr(kind, "__metadata__", ())]
    return None


def broken_rule(found: str, rule: str, remedy: str) -> PydanticCustomError:
    """Build the error for a value whose kind alone does not say what is wrong with it."""
    return PydanticCustomError(
        "broken_rule", "{found}: {rule}. Remedy: {remedy}.", {"found": found, "rule": rule, "remedy": remedy}
    )
