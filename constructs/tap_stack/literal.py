"""The one place where text of settings becomes text of Terraform: what is written is what arrives at the AWS API.

Terraform reads every string of its JSON as a template, and the framework looks into every string for its tokens. Here
settings are copied so that both read each text, in every field of every group, as the text that it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final, NewType, TypeVar

from tap_stack.settings import Settings
from tap_stack.settings.model import SettingsModel

LiteralSettings = NewType("LiteralSettings", Settings)
"""Settings whose texts are safe to hand to the framework; constructs below `TapStack` take no others."""

TokenText = str
"""Text given in Python that may hold tokens of the framework; a parameter without this type holds none."""

Model = TypeVar("Model", bound=SettingsModel)

_OPENING: Final = re.compile(r"[$%]+\{")
"""Where a template begins (`${`, `%{`), or the escape of one (`$${`, `%%{`), or a run of both."""

_TOKEN: Final = "TfToken["  # noqa: S105 - the word in all of the framework's placeholders for texts, lists and tables
_NOTHING: Final = "%{ if true }%{ endif }"
"""A template that means no text. It has no quotation marks, which JSON inside a text, a policy, would escape."""
_NUMBER: Final = re.compile(r"(?<![-|\d.+])(-[\d.]+)e(?=\+?\d)", re.ASCII)
"""The framework's placeholders for numbers are numbers themselves, near -1.888e+289."""


def literal(settings: Model) -> Model:
    """Copy settings with every text as Terraform and the framework must be given it to read it as it is.

    Args:
        settings: a group of settings; groups inside it are copied, too.
    """
    return settings.model_copy(update={name: _literal(getattr(settings, name)) for name in type(settings).model_fields})


def literal_text(text: str) -> str:
    """Return the template that means this text (Terraform language: strings and templates, escape sequences)."""
    escaped = _OPENING.sub(lambda opening: _escape(opening[0]), text)
    return _NUMBER.sub(rf"\1{_NOTHING}e", escaped.replace(_TOKEN, f"Tf{_NOTHING}Token["))


def _escape(opening: str) -> str:
    """Double a single sign; of several signs, among which escapes would be ambiguous, make each a template of its own.

    Args:
        opening: signs `$` or `%`, and a brace.
    """
    signs = opening[:-1]
    return f"{signs}{opening}" if len(signs) == 1 else "".join(f'${{"{sign}"}}' for sign in signs) + "{"


def _literal(value: object) -> object:
    """Copy a value of a setting.

    Raises:
        TypeError: for a kind of value that nobody has said how to copy; no text may pass unseen.
    """
    match value:
        case str():
            return literal_text(value)
        case SettingsModel():
            return literal(value)
        case Mapping():
            return MappingProxyType({literal_text(key): _literal(inner) for key, inner in value.items()})
        case tuple():
            return tuple(map(_literal, value))
        case None | bool() | int() | Path():  # a path is read at synthesis and does not reach Terraform
            return value
    raise TypeError(f"no rule makes a setting of type {type(value).__name__} literal: add one to {__name__}")
