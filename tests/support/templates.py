"""Reads a Terraform template that may hold nothing but text."""

import re

PARTS = re.compile(
    r'(?P<nothing>%\{ if true \}%\{ endif \})|(?P<escape>\$\$\{|%%\{)|\$\{"(?P<text>.)"\}|(?P<live>[$%]\{)', re.DOTALL
)


def text_of(template: str) -> str:
    """The text that a template means.

    Raises:
        AssertionError: when Terraform would evaluate anything in it.
    """

    def meaning(part: re.Match[str]) -> str:
        assert not part["live"], f"Terraform would evaluate {template!r}"
        if part["nothing"]:
            return ""
        return part["text"] or part["escape"][1:]

    return PARTS.sub(meaning, template)
