"""What the provider's schema calls sensitive becomes the digest of its value.

Before: a database with `password = "hunter2"`.
After: `password = Secret(digest)`. References stay: they show nothing.
"""

from __future__ import annotations

from collections.abc import Mapping

from stack_parity.aws.schema import Attribute
from stack_parity.model.digest import digest_of
from stack_parity.model.program import Program
from stack_parity.model.values import Document, Secret, Text, Value, content_of, is_plain
from stack_parity.normalize.each import change_attributes


def hide_secrets(program: Program) -> Program:
    """Return the program without the values that are sensitive by their type."""
    return change_attributes(program, _without_secrets)


def _without_secrets(attributes: Mapping[str, Value], known: Mapping[str, Attribute]) -> Mapping[str, Value]:
    hidden = {name: _hidden(value, known.get(name)) for name, value in attributes.items() if name in known}
    changed = {name: value for name, value in hidden.items() if value is not attributes[name]}
    return {**attributes, **changed} if changed else attributes


def _hidden(value: Value, known: Attribute | None) -> Value:
    if known is None:
        return value
    if known.sensitive:
        return _secret(value)
    if isinstance(value, list):
        items = [_hidden(item, known) for item in value]
        return items if any(new is not old for new, old in zip(items, value, strict=True)) else value
    if isinstance(value, dict) and known.attributes:
        held = {key: _hidden(item, known.attributes.get(key)) for key, item in value.items()}
        return held if any(held[key] is not item for key, item in value.items()) else value
    return value


def _secret(value: Value) -> Value:
    """Return a secret for what is known of a value, and nothing for nothing."""
    content = content_of(value)
    if content is None or content == "":
        return value
    if is_plain(content):
        return Secret(digest_of(content))
    if isinstance(content, Text):
        return Text(tuple(Secret(digest_of(part)) if isinstance(part, str) else part for part in content.parts))
    if isinstance(content, list):
        return [_secret(item) for item in content]
    if isinstance(content, dict):
        hidden: Value = {key: _secret(item) for key, item in content.items()}
        return Document(hidden) if isinstance(value, Document) else hidden
    return value
