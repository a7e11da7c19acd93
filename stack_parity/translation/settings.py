"""Which written values come from the program's configuration: those that follow when a setting is another one.

The program is run once more with another value for each setting. What is written then is the same text but for these
values; where exactly such a value stands, the variable of its setting takes its place, with the setting as its default.
Where the program refuses the other values they are tried in halves, so that one strict setting hides no other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from stack_parity.emit.names import identifier
from stack_parity.errors import InputError

_PLAIN: Final = re.compile(r"[\w ./:@=+,-]+")
"""Texts that are written alike as they are, in a template and in a document's text."""
_WHOLE: Final = re.compile(r"-?\d{1,9}")
_SWITCHES: Final = frozenset({"true", "false"})
_SECTIONS: Final = ("provider", "data", "resource", "output")

Json = dict[str, Any]
Written = Callable[[Mapping[str, str]], Mapping[str, object]]
"""Runs the program with these settings and returns the document that is written of it."""


@dataclass(frozen=True)
class _Setting:
    """A setting, the value that it has, and the other one that it is tried with."""

    key: str
    value: str
    other: str

    @property
    def is_number(self) -> bool:
        """Whether its value is a whole number."""
        return _WHOLE.fullmatch(self.value) is not None

    @property
    def name(self) -> str:
        """The name of its variable."""
        return identifier(re.sub(r"[^A-Za-z0-9]+", "_", re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", self.key)).lower())


def with_variables(document: Mapping[str, object], settings: Mapping[str, str], written: Written, origin: str) -> Json:
    """Return the document with a variable wherever a value came from a setting.

    Args:
        document: what is written of the program as it is configured.
        settings: its configuration, by key without the project's own namespace; secrets left out.
        written: runs the program with other settings.
        origin: the file of the settings, for the variables' descriptions.
    """
    tried = [
        _Setting(key, value, _other(value, number))
        for number, (key, value) in enumerate(sorted(settings.items()), start=1)
        if _PLAIN.fullmatch(value) and value.lower() not in _SWITCHES
    ]
    found: Json = dict(document)
    used: dict[str, _Setting] = {}
    for group, other in _documents(tried, written):
        for section in _SECTIONS:
            if section in found and section in other:
                found[section] = _followed(found[section], other[section], group, used)
    if not used:
        return found
    declared = {name: _declaration(setting, origin) for name, setting in sorted(used.items())}
    variables: Any = found.get("variable", {})
    sections = {**found, "variable": {**declared, **variables}}
    first = ("terraform", "provider", "variable")
    return {key: sections[key] for key in sorted(sections, key=lambda key: (key not in first, first.count(key)))}


def _other(value: str, number: int) -> str:
    return str(int(value) + number) if _WHOLE.fullmatch(value) else f"othersetting{number:03}x"


def _documents(tried: list[_Setting], written: Written) -> list[tuple[list[_Setting], Mapping[str, object]]]:
    if not tried:
        return []
    try:
        return [(tried, written({one.key: one.other for one in tried}))]
    except InputError:
        half = len(tried) // 2
        return [*_documents(tried[:half], written), *_documents(tried[half:], written)] if half else []


def _followed(one: Any, other: Any, group: list[_Setting], used: dict[str, _Setting]) -> Any:
    """Return the one with variables where the other follows the settings."""
    if isinstance(one, dict) and isinstance(other, dict):
        return {key: _followed(item, other[key], group, used) if key in other else item for key, item in one.items()}
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        return [_followed(item, twin, group, used) for item, twin in zip(one, other, strict=True)]
    if one == other or isinstance(one, bool):
        return one
    if isinstance(one, int):
        return _number(one, other, group, used)
    return _text(one, other, group, used) if isinstance(one, str) and isinstance(other, str) else one


def _number(one: int, other: Any, group: list[_Setting], used: dict[str, _Setting]) -> Any:
    for setting in group:
        if (str(one), str(other)) == (setting.value, setting.other):
            used[setting.name] = setting
            return f"${{var.{setting.name}}}"
    return one


def _text(one: str, other: str, group: list[_Setting], used: dict[str, _Setting]) -> str:
    """Return a text with variables, if the settings alone explain how it differs."""
    inside = [setting for setting in group if not setting.is_number and setting.other in other]
    original, template = other, other
    for setting in inside:
        original = original.replace(setting.other, setting.value)
        template = template.replace(setting.other, f"${{var.{setting.name}}}")
    whole = [setting for setting in group if (one, other) == (setting.value, setting.other)]
    if whole:
        used[whole[0].name] = whole[0]
        return f"${{var.{whole[0].name}}}"
    if not inside or original != one:
        return one
    used.update({setting.name: setting for setting in inside})
    return template


def _declaration(setting: _Setting, origin: str) -> Json:
    is_number = setting.is_number and str(int(setting.value)) == setting.value
    return {
        "description": f"{setting.key} of {origin}",
        "type": "number" if is_number else "string",
        "default": int(setting.value) if is_number else setting.value,
    }
