"""References between the resources of one synthesized stack, resolved as far as its text says."""

from __future__ import annotations

import re
from collections.abc import Mapping, Set
from typing import Any, Final

Resources = Mapping[str, Mapping[str, Any]]
"""The resources of a stack by their addresses."""

_REFERENCE: Final = re.compile(r"\$\{(?P<address>\w+\.[\w-]+)\.(?P<attribute>\w+)\}")

UNKNOWN: Final = "(known after apply)"
"""What stands for a value that AWS gives a resource when it is made."""


def resolve(value: Any, resources: Resources, made: Set[str]) -> Any:
    """Replace each reference to an attribute that the stack itself writes by that attribute.

    Args:
        value: any value of the stack.
        resources: the stack's.
        made: addresses of resources that are made anew: what AWS gives them is not known before.
    """
    if isinstance(value, dict):
        return {name: resolve(inner, resources, made) for name, inner in value.items()}
    if isinstance(value, list):
        return [resolve(inner, resources, made) for inner in value]
    if isinstance(value, str):
        return _REFERENCE.sub(lambda found: _value(found, resources, made), value)
    return value


def _value(reference: re.Match[str], resources: Resources, made: Set[str]) -> str:
    address, attribute = reference["address"], reference["attribute"]
    written = resources.get(address, {}).get(attribute)
    if isinstance(written, str):
        return _REFERENCE.sub(lambda found: _value(found, resources, made), written)
    return UNKNOWN if address in made else reference[0]
