"""Values as text: one spelling for comparing and for showing, in which paired resources have one name on both sides."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import TypeAlias

from stack_parity.model.values import Code, Document, Ref, Secret, Text, Unknown, Value, walk

Spell: TypeAlias = Callable[[Value], str]

SECRET = "(secret)"  # noqa: S105 - the word that stands for one


def speller(labels: Mapping[str, str]) -> Spell:
    """Give the function that spells values.

    Args:
        labels: what to call each resource, by address; others are called by their address.
    """

    def spell(value: Value) -> str:
        if isinstance(value, str):
            return value.replace("${", "$${")
        if isinstance(value, Ref):
            return f"${{{labels.get(value.address, value.address)}.{value.attribute}}}"
        if isinstance(value, Text):
            return "".join(spell(part) for part in value.parts)
        if isinstance(value, Document):
            return spell(value.content)
        if isinstance(value, list):
            return "[" + ", ".join(spell(item) for item in value) + "]"
        if isinstance(value, dict):
            return "{" + ", ".join(f"{key}: {spell(value[key])}" for key in sorted(value)) + "}"
        return _leaf(value, spell)

    return spell


def is_comparable(value: Value) -> bool:
    """Return whether equal values can be told: of all that is hidden or not known yet there is a digest or a text."""
    return not any(
        (isinstance(part, Unknown) and not part.expression)
        or (isinstance(part, Secret) and part.digest is None)
        or (isinstance(part, Code) and part.files is None)
        for part in walk(value)
    )


def is_decidable(value: Value) -> bool:
    """Return whether a value can be compared: it holds nothing unknown and no secret."""
    return not any(
        isinstance(part, Unknown | Secret) or (isinstance(part, Code) and part.files is None) for part in walk(value)
    )


def _leaf(value: int | float | bool | Unknown | Secret | Code | None, spell: Spell) -> str:
    if isinstance(value, Unknown):
        text = "".join(spell(part) if isinstance(part, Ref) else part for part in value.expression)
        return f"(not known yet: {text})" if text else f"(unknown: {value.reason})"
    if isinstance(value, Secret):
        return SECRET
    if isinstance(value, Code):
        return _package(value)
    return json.dumps(value)


def _package(code: Code) -> str:
    if code.files is None:
        return f"(package {code.source}, content out of reach)"
    return "package of " + ", ".join(f"{name or 'one file'} {digest[:12]}" for name, digest in code.files)


def short_address(address: str) -> str:
    """Give a Terraform address as it is, a Pulumi URN as `type::name`."""
    if not address.startswith("urn:pulumi:"):
        return address
    parts = address.split("::", 3)
    return "::".join((parts[2].rpartition("$")[2], parts[3])) if len(parts) == 4 else address
