"""Literals of the Terraform language: strings, numbers, lists and objects, with references as leaves.

This is what CDKTF writes inside `${jsonencode(…)}`. Source: Terraform language, "Types and values".
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable

from stack_parity.model.values import Value

_TOKEN = re.compile(
    r"""\s*(?:(?P<string>"(?:[^"\\]|\\.)*")|(?P<number>-?\d+(?:\.\d+)?)"""
    r"""|(?P<word>[A-Za-z_][\w.\-]*(?:\[[^\[\]]*\][\w.\-]*)*)|(?P<mark>[\[\]{}(),:=]))"""
)
_BLANK = re.compile(r"\s*\Z")
_WORDS: dict[str, Value] = {"true": True, "false": False, "null": None}
_DEEPEST = 100


class NotLiteralError(Exception):
    """The text is an expression that only Terraform can evaluate."""


def parse(source: str, reference: Callable[[str], Value], template: Callable[[str], Value]) -> Value:
    """Parse one literal or reference.

    Args:
        source: the whole text.
        reference: gives the value of a reference such as `aws_iam_role.x.arn`.
        template: gives the value of a string with `${…}` inside.

    Raises:
        NotLiteralError: when the text is anything more.
    """
    parser = _Parser(source, reference, template)
    value = parser.value(0)
    if parser.kind != "end":
        raise NotLiteralError
    return value


class _Parser:
    def __init__(self, source: str, reference: Callable[[str], Value], template: Callable[[str], Value]) -> None:
        self._source = source
        self._reference = reference
        self._template = template
        self._position = 0
        self.kind, self._text = "", ""
        self._advance()

    def value(self, depth: int) -> Value:
        """Parse the value that starts at the current token."""
        kind, source = self.kind, self._text
        if depth > _DEEPEST:
            raise NotLiteralError
        self._advance()
        if kind == "string":
            literal = _unquote(source)
            return self._template(literal) if "${" in literal else literal
        if kind == "number":
            return float(source) if "." in source else int(source)
        if kind == "word":
            return _WORDS[source] if source in _WORDS else self._reference(source)
        if source == "[":
            return self._list(depth)
        if source == "{":
            return self._object(depth)
        raise NotLiteralError

    def _list(self, depth: int) -> list[Value]:
        items: list[Value] = []
        while not self._take("]"):
            items.append(self.value(depth + 1))
            if not self._take(",") and self._text != "]":
                raise NotLiteralError
        return items

    def _object(self, depth: int) -> dict[str, Value]:
        items: dict[str, Value] = {}
        while not self._take("}"):
            if self.kind not in {"string", "word"}:
                raise NotLiteralError
            key = _unquote(self._text) if self.kind == "string" else self._text
            self._advance()
            if not (self._take("=") or self._take(":")):
                raise NotLiteralError
            items[key] = self.value(depth + 1)
            self._take(",")
        return items

    def _take(self, mark: str) -> bool:
        if self.kind == "end":
            raise NotLiteralError
        if self.kind == "mark" and self._text == mark:
            self._advance()
            return True
        return False

    def _advance(self) -> None:
        if _BLANK.match(self._source, self._position):
            self.kind, self._text = "end", ""
            return
        match = _TOKEN.match(self._source, self._position)
        if match is None or match.lastgroup is None:
            raise NotLiteralError
        self.kind, self._text = match.lastgroup, match.group(match.lastgroup)
        self._position = match.end()


def _unquote(token: str) -> str:
    try:
        value = json.loads(token)
    except ValueError:
        raise NotLiteralError from None
    if not isinstance(value, str):
        raise NotLiteralError
    return value
