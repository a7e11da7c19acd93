"""Expressions that only Terraform can evaluate, in one spelling: equal ones are equal on both sides."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from stack_parity.model.values import Ref, Value
from stack_parity.sources.terraform.literals import NotLiteralError

_PIECE: Final = re.compile(
    r'(?P<string>"(?:[^"\\]|\\.)*")|(?P<blank>\s+)'
    r"|(?P<name>[A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*|\[(?:\d+|\*|\"[^\"\\$]*\")\]|\.(?:\d+|\*))*)|(?P<mark>.)",
    re.DOTALL,
)
_OF_ITS_OWN: Final = re.compile(
    r"\b(?:path\.|file|templatefile\b|abspath\b|pathexpand\b|timestamp\b|plantimestamp\b|uuid\b|bcrypt\b"
    r"|rsadecrypt\b|terraform\.|self\.|var\.|local\.|module\.)"
)
"""What has another value in another place, at another time or in another program, though its text is the same."""


def canonical(source: str, reference: Callable[[str], Value]) -> tuple[str | Ref, ...]:
    """Return an expression without its spaces and with its references as such; nothing where its text does not tell it.

    Args:
        source: the text between `${` and `}`.
        reference: gives the value of a reference such as `aws_iam_role.x.arn`.
    """
    if _OF_ITS_OWN.search(source):
        return ()
    parts: list[str | Ref] = []
    for match in _PIECE.finditer(source):
        text = match.group()
        if match.lastgroup == "string" and ("${" in text or "%{" in text):
            return ()
        if match.lastgroup == "blank":
            parts.append(" " if _parts_words(source, match) else "")
        elif match.lastgroup == "name" and "." in text:
            parts += _referred(text, reference)
        else:
            parts.append(text)
    return tuple(part for part in parts if part != "")


def _parts_words(source: str, blank: re.Match[str]) -> bool:
    """Return whether a space keeps two words apart, as in `for x in y`."""
    around = source[blank.start() - 1 : blank.start()] + source[blank.end() : blank.end() + 1]
    return len(around) == 2 and all(character.isalnum() or character in '_"' for character in around)


def _referred(text: str, reference: Callable[[str], Value]) -> list[str | Ref]:
    """Return a reference and, where it names one of several instances, which."""
    try:
        value = reference(text)
    except NotLiteralError:
        return [text]
    return [value, *re.findall(r"\[[^\]]*\]", text)] if isinstance(value, Ref) else [text]
