"""Who needs whom in a stack."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

_EXPRESSION: Final = re.compile(r"[$%]\{(.*?)\}", re.DOTALL)
_ADDRESS: Final = re.compile(r"(?<![\w.-])(?:data\.)?[a-z][a-z0-9]*_\w+\.[A-Za-z_][\w-]*")
"""A resource or a data source inside an expression; no attribute, since a type has an underscore at least."""


def referable_blocks(json: Mapping[str, Any]) -> dict[str, Any]:
    """Return every data source and resource by its address."""
    return {
        f"{prefix}{kind}.{name}": body
        for block, prefix in (("data", "data."), ("resource", ""))
        for kind, bodies in json.get(block, {}).items()
        for name, body in bodies.items()
    }


def dependency_edges(json: Mapping[str, Any]) -> frozenset[tuple[str, str]]:
    """Return pairs of addresses, the second needed by the first."""
    blocks = referable_blocks(json)
    return frozenset(
        (address, needed)
        for address, body in blocks.items()
        for needed in _needed(body)
        if needed in blocks and needed != address
    )


def _needed(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from value.get("depends_on", ())
        for key, inner in value.items():
            if key != "//":
                yield from _needed(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _needed(inner)
    elif isinstance(value, str):
        for expression in _EXPRESSION.findall(value):
            yield from _ADDRESS.findall(expression)
