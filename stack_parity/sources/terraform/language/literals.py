"""Strings and numbers as they are written. Source: HCL native syntax, "Literal Values"."""

from __future__ import annotations

import json

from stack_parity.sources.terraform.language.tokens import ExpressionSyntaxError, end_of_template


def number(text: str) -> int | float:
    """Return a number.

    Raises:
        ExpressionSyntaxError: when it has more digits than are read.
    """
    try:
        return int(text) if text.isdigit() else float(text)
    except ValueError:  # more digits than Python reads
        raise ExpressionSyntaxError(text[:20]) from None


def unquoted(token: str) -> str:
    """Return what stands between quotes, with escapes undone outside of templates."""
    inside, parts, position = token[1:-1], [], 0
    while position < len(inside):
        if inside[position] == "\\":
            length = {"u": 6, "U": 10}.get(inside[position + 1 : position + 2], 2)
            parts.append(_escape(inside[position : position + length]))
            position += length
        elif inside.startswith(("$${", "%%{"), position):
            parts.append(inside[position : position + 3])
            position += 3
        elif inside.startswith(("${", "%{"), position):
            end = end_of_template(inside, position + 2) + 1
            parts.append(inside[position:end])
            position = end
        else:
            parts.append(inside[position])
            position += 1
    return "".join(parts)


def _escape(text: str) -> str:
    try:
        found = chr(int(text[2:], 16)) if text.startswith("\\U") else json.loads(f'"{text}"')
    except (ValueError, OverflowError):
        raise ExpressionSyntaxError(text) from None
    return str(found)
