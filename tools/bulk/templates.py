"""Reads a Terraform template that may hold nothing but text."""

from __future__ import annotations

import re
from typing import Final

PARTS: Final = re.compile(
    r'(?P<nothing>%\{ if true \}%\{ endif \})|(?P<escape>\$\$\{|%%\{)|\$\{"(?P<text>.)"\}|(?P<live>[$%]\{)', re.DOTALL
)


def text_of(template: str) -> str:
    """Return the text that a template means.

    Raises:
        ValueError: when Terraform would evaluate anything in it.
    """

    def meaning(part: re.Match[str]) -> str:
        if part["live"]:
            raise ValueError(f"Terraform would evaluate {template!r}")
        if part["nothing"]:
            return ""
        return part["text"] or part["escape"][1:]

    return PARTS.sub(meaning, template)
