"""Terraform's string templates, as far as synthesized JSON uses them.

Source of the rules: Terraform language, "JSON configuration syntax" and "Strings and templates". A reference becomes a
`Ref`; an expression that is more than a reference, a literal or `jsonencode(...)` becomes `Unknown` with what it names.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping

from stack_parity.model.values import Document, Part, Ref, Unknown, Value, content_of, join_parts, parts_of
from stack_parity.sources.terraform import literals
from stack_parity.sources.terraform.canonical import canonical

_REFERENCE = re.compile(r"(?:data\.)?[A-Za-z_][\w-]*\.[A-Za-z_][\w-]*(?:\[[^\[\]]*\]|\.[\w*-]+)*")
_NAMED = re.compile(r"\b(data\.[A-Za-z_][\w-]*\.[A-Za-z_][\w-]*|[A-Za-z_]+_\w+\.[A-Za-z_][\w-]*)")
_NOT_RESOURCES = frozenset({"var", "local", "module", "path", "terraform", "each", "count", "self"})


def evaluate(value: object, known: Mapping[str, Value]) -> Value:
    """Replace every template inside a JSON value.

    Args:
        value: as parsed from JSON.
        known: values of `var.<name>` and `local.<name>`.
    """
    if isinstance(value, str):
        return template(value, known) if "${" in value else value
    if isinstance(value, list):
        return [evaluate(item, known) for item in value]
    if isinstance(value, dict):
        return {str(key): evaluate(item, known) for key, item in value.items()}
    if value is None or isinstance(value, bool | int | float):
        return value
    raise TypeError(f"no JSON value: {type(value).__name__}")


def template(source: str, known: Mapping[str, Value]) -> Value:
    """Parse one string with `${…}` inside."""
    pieces = [expression(piece, known) if is_expression else piece for is_expression, piece in _pieces(source)]
    if len(pieces) == 1:
        return pieces[0]
    return join_parts([part for piece in pieces for part in _as_parts(piece)])


def expression(source: str, known: Mapping[str, Value]) -> Value:
    """Evaluate what stands between `${` and `}`."""
    source = source.strip()
    if source in known:
        return known[source]
    encoded = re.fullmatch(r"jsonencode\((.*)\)", source, re.DOTALL)
    inner = encoded.group(1) if encoded else source
    try:
        value = literals.parse(inner, lambda name: reference(name, known), lambda inside: template(inside, known))
    except literals.NotLiteralError:
        found = canonical(source, lambda name: reference(name, known))
        return Unknown(f"the expression {source}", tuple(sorted(set(_NAMED.findall(source)))), found)
    return Document(value) if encoded and isinstance(value, dict | list) else value


def reference(source: str, known: Mapping[str, Value]) -> Value:
    """Turn `aws_iam_role.x.arn`, `data.aws_region.y.id` or `local.z` into what it stands for.

    Raises:
        literals.NotLiteralError: when it is no reference.
    """
    if source in known:
        return known[source]
    if not _REFERENCE.fullmatch(source):
        raise literals.NotLiteralError
    steps = re.sub(r"\[\"?([^\]\"]*)\"?\]", r".\1", source).split(".")
    if steps[0] in _NOT_RESOURCES:
        return Unknown(f"the value of {source}")
    length = 3 if steps[0] == "data" else 2
    if steps[length : length + 1] and (steps[length].isdigit() or steps[length] == "*"):
        del steps[length]  # an instance of a resource with `count`
    return Ref(".".join(steps[:length]), ".".join(steps[length:]) or "id")


def _as_parts(value: Value) -> list[Part]:
    """Spell a value as parts of a string."""
    value = content_of(value)
    parts = parts_of(value)
    if parts is not None:
        return parts
    return [Unknown("a list or a map inside a string") if value is None else json.dumps(value, default=str)]


def _pieces(source: str) -> Iterator[tuple[bool, str]]:
    """Split a template into literal pieces and expressions: `(is an expression, its text)`."""
    position, literal = 0, ""
    while position < len(source):
        if source.startswith("$${", position):
            literal += "${"
            position += 3
        elif source.startswith("${", position):
            end = _end_of_expression(source, position + 2)
            if literal:
                yield False, literal
            literal = ""
            yield True, source[position + 2 : end]
            position = end + 1
        else:
            following = source.find("$", position + 1)
            following = len(source) if following < 0 else following
            literal += source[position:following]
            position = following
    if literal or not source:
        yield False, literal


def _end_of_expression(source: str, position: int) -> int:
    """Find the `}` that ends an expression, past nested braces and strings; the end of the text when there is none."""
    depth = 1
    quoted = False
    while position < len(source):
        character = source[position]
        if quoted:
            position += character == "\\"
            quoted = character != '"'
        elif character == '"':
            quoted = True
        elif character in "{}":
            depth += 1 if character == "{" else -1
            if depth == 0:
                return position
        position += 1
    return len(source)
