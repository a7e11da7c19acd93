"""Values as text for comparing, never for showing: only equal values have one text."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping

from stack_parity.model.spelling import speller
from stack_parity.model.values import Code, Document, Ref, Secret, Text, Unknown, Value


class Identifier:
    """Spells values for comparing.

    A string, a number and a boolean are one, as Terraform converts them; in a document they are not. Of a secret it
    takes the digest, of a package the content, and of what is not known yet the expression.

    Args:
        labels: what to call each resource, by address; others are called by their address.
        rename: what to read a whole text as.
    """

    def __init__(self, labels: Mapping[str, str], rename: Callable[[str], str] = str) -> None:
        self._spell = speller(labels)
        self._rename = rename

    def __call__(self, value: Value) -> str:
        """Spell a value."""
        if isinstance(value, list | dict | Document):
            return self._inside(value)
        if isinstance(value, str):
            return self._rename(self._spell(value))
        if isinstance(value, Text):
            return self._rename("".join(map(self._part, value.parts)))
        if isinstance(value, Ref):
            return self._rename(self._spell(value))
        return json.dumps(value.files) if isinstance(value, Code) else self._part(value)

    def _part(self, value: Value) -> str:
        if isinstance(value, Secret):
            return f"(secret {value.digest})"
        place = f" in {value.place}" if isinstance(value, Unknown) and value.place else ""
        return self._spell(value) + place

    def _inside(self, value: Value) -> str:
        if isinstance(value, Document):
            return self._in_document(value.content)
        if isinstance(value, list):
            return _list(self._inside(item) for item in value)
        if isinstance(value, dict):
            return _object({key: self._inside(item) for key, item in value.items()})
        return json.dumps(self(value))

    def _in_document(self, value: Value) -> str:
        if isinstance(value, list):
            return _list(self._in_document(item) for item in value)
        if isinstance(value, dict):
            return _object({key: self._in_document(item) for key, item in value.items()})
        is_text = not (value is None or isinstance(value, bool | int | float))
        return json.dumps(self(value)) if is_text else json.dumps(value)


def _list(items: Iterable[str]) -> str:
    return f"[{', '.join(items)}]"


def _object(items: Mapping[str, str]) -> str:
    return "{" + ", ".join(f"{json.dumps(key)}: {items[key]}" for key in sorted(items)) + "}"
