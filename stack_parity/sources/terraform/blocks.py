"""The blocks of a configuration, in any of the shapes that the JSON syntax allows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from stack_parity.errors import InputError


def section(document: Mapping[str, object], key: str, file: Path) -> Iterator[tuple[str, dict[str, object]]]:
    """Yield the named blocks of a section of the document."""
    yield from blocks(document.get(key, {}), key, file)


def blocks(held: object, where: str, file: Path) -> Iterator[tuple[str, dict[str, object]]]:
    """Yield named blocks with their bodies.

    Raises:
        InputError: when one is no object.
    """
    for block in items(held):
        for name, body in body_of(block, where, file).items():
            if name != "//":
                yield from ((name, body_of(item, f"{where}.{name}", file)) for item in items(body))


def body_of(value: object, where: str, file: Path) -> dict[str, object]:
    """Return the body of a block.

    Raises:
        InputError: when it is no object.
    """
    if not isinstance(value, dict):
        raise InputError(f"{file}: {where} must be an object, as Terraform's JSON syntax has it.")
    return value


def items(value: object) -> list[object]:
    """Return what may stand alone or in a list as a list."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
