"""The provider's schema as an outline: one section a type, one line an attribute, facts only."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

Json: TypeAlias = Mapping[str, Any]

FORMAT: Final = 1
SHARED_FROM: Final = 20
"""What holds so many lines is written once; where it comes again, `like` names the first place."""

_FLAGS: Final = ("required", "optional", "computed", "sensitive")


@dataclass(frozen=True)
class Entry:
    """An attribute, a block or a member of an object: what its line says, and what it holds."""

    line: str
    inner: tuple[Entry, ...] = ()

    def size(self) -> int:
        """Return how many lines it holds."""
        return sum(1 + entry.size() for entry in self.inner)


def outline(schemas: Json, provider: str) -> str:
    """Return the outline of all types of one kind (resources or data sources).

    Args:
        schemas: by type, as `terraform providers schema -json` gives them.
        provider: source and version, such as `hashicorp/aws 5.100.0`.
    """
    first: dict[tuple[Entry, ...], str] = {}
    head = [f"format {FORMAT}", f"provider {provider}"]
    sections = [[type_, *_lines(_block(schemas[type_]["block"]), type_, 1, first)] for type_ in sorted(schemas)]
    return "\n\n".join("\n".join(section) for section in [head, *sections]) + "\n"


def _lines(entries: tuple[Entry, ...], place: str, depth: int, first: dict[tuple[Entry, ...], str]) -> Iterator[str]:
    """Yield the lines of the entries at a place; `first` is, by what a large entry holds, the first place of it."""
    for entry in entries:
        here = f"{place}.{entry.line.partition(':')[0]}"
        line = "  " * depth + entry.line
        if entry.size() < SHARED_FROM:
            yield line
            yield from _lines(entry.inner, here, depth + 1, first)
        elif entry.inner in first:
            yield f"{line} like {first[entry.inner]}"
        else:
            first[entry.inner] = here
            yield line
            yield from _lines(entry.inner, here, depth + 1, first)


def _block(block: Json) -> tuple[Entry, ...]:
    found = [_attribute(name, attribute) for name, attribute in block.get("attributes", {}).items()]
    for name, nested in block.get("block_types", {}).items():
        found.append(Entry(f"{name}: block {nested['nesting_mode']}{_limits(nested)}", _block(nested["block"])))
    return _sorted(found)


def _attribute(name: str, attribute: Json) -> Entry:
    if "type" not in attribute:
        raise ValueError(f"{name}: nested attributes of protocol 6 have no form in this outline yet")
    word, inner = _type(attribute["type"])
    return Entry(f"{name}: {word}" + "".join(f" {flag}" for flag in _FLAGS if attribute.get(flag)), inner)


def _type(type_: Any) -> tuple[str, tuple[Entry, ...]]:
    """Return the word for a type, and the members of the object inside it."""
    if isinstance(type_, str):
        return type_, ()
    kind, inner = type_
    if kind == "object":
        members = [(name, _type(member)) for name, member in inner.items()]
        return kind, _sorted([Entry(f"{name}: {word}", held) for name, (word, held) in members])
    word, held = _type(inner)
    return f"{kind}({word})", held


def _sorted(entries: list[Entry]) -> tuple[Entry, ...]:
    return tuple(sorted(entries, key=lambda entry: entry.line))


def _limits(nested: Json) -> str:
    low, high = nested.get("min_items", 0), nested.get("max_items")
    return f" {low}..{high or ''}" if low or high else ""
