"""The tokens of an expression. Source: Terraform language, "Expressions"; HCL native syntax, "Lexical Elements"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_TOKEN: Final = re.compile(
    r"(?P<blank>\s+)|(?P<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|(?P<name>[^\W\d][\w-]*)"
    r"|(?P<mark>\.\.\.|=>|==|!=|<=|>=|&&|\|\||[][(){},:=?.+*/%<>!-])"
)


class ExpressionSyntaxError(Exception):
    """The text is no expression that is known here."""


@dataclass(frozen=True)
class Token:
    """One token: `kind` is `name`, `number`, `string` (with its quotes), `mark` or `end`."""

    kind: str
    text: str


def tokens(source: str) -> Iterator[Token]:
    """Yield the tokens of an expression, and one of the kind `end`.

    Raises:
        ExpressionSyntaxError: when a character starts none (a heredoc, a comment).
    """
    position = 0
    while position < len(source):
        if source[position] == '"':
            end = end_of_string(source, position)
            yield Token("string", source[position:end])
            position = end
            continue
        match = _TOKEN.match(source, position)
        if match is None or match.lastgroup is None:
            raise ExpressionSyntaxError(source[position : position + 20])
        if match.lastgroup != "blank":
            yield Token(match.lastgroup, match.group())
        position = match.end()
    yield Token("end", "")


def end_of_string(source: str, start: int) -> int:
    """Return the position after the quote that ends the string which starts at `start`.

    Raises:
        ExpressionSyntaxError: when none ends it.
    """
    position = start + 1
    while position < len(source):
        character = source[position]
        if character == "\\":
            position += 2
        elif source.startswith(("$${", "%%{"), position):
            position += 3
        elif source.startswith(("${", "%{"), position):
            position = end_of_template(source, position + 2) + 1
        elif character == '"':
            return position + 1
        else:
            position += 1
    raise ExpressionSyntaxError("a string without an end")


def end_of_template(source: str, start: int) -> int:
    """Return the position of the `}` that ends what stands in `${…}` from `start`, past braces and strings inside.

    Raises:
        ExpressionSyntaxError: when none ends it.
    """
    position, depth = start, 1
    while position < len(source):
        character = source[position]
        if character == '"':
            position = end_of_string(source, position)
            continue
        if character in "{}":
            depth += 1 if character == "{" else -1
            if depth == 0:
                return position
        position += 1
    raise ExpressionSyntaxError("a template without an end")
