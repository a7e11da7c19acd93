"""What was learned of each type: the values that the provider accepts, and the programs that hold all of its inputs.

The facts lie in `data/learned.json`, one type a line, and are made by `python -m tools.truth --learn`. Inputs that
exclude each other stand in several programs; each that is in none has its reason.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final

from stack_parity.aws import schema
from tools.truth.generated import Choices, Draft
from tools.truth.refusals import Scalar

DATA: Final = Path(__file__).with_name("data") / "learned.json"
FORMAT: Final = 1


@dataclass
class Learned:
    """What is known of one type.

    Attributes:
        values: by path, a literal that the provider accepts where it does not accept any.
        by_reference: paths of which it accepts no literal that was tried.
        repeats: by path, how many there must be.
        refused: by path, why no program sets it.
        programs: for each program, by path, why it does not set what another may.
    """

    values: dict[str, Scalar] = field(default_factory=dict)
    by_reference: set[str] = field(default_factory=set)
    repeats: dict[str, int] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    programs: list[dict[str, str]] = field(default_factory=lambda: [{}])

    def choices(self, number: int) -> Choices:
        """Return how one of the programs is filled."""
        return Choices(self.values, self.by_reference, self.repeats, {**self.refused, **self.programs[number]})


def drafts(types: Iterable[str]) -> list[Draft]:
    """Return all programs of the types."""
    known = load()
    return [
        Draft(type_, number, one.choices(number))
        for type_ in types
        for one in [known.get(type_) or Learned()]
        for number in range(len(one.programs))
    ]


@cache
def load() -> Mapping[str, Learned]:
    """Return what was learned, by type.

    Raises:
        ValueError: it was learned from another provider than the schema is of.
    """
    held = json.loads(DATA.read_text("utf-8"))
    if (held["format"], held["provider"]) != (FORMAT, schema.provider()):
        raise ValueError(f"{DATA.name} is of {held['provider']}. Run: python -m tools.truth --learn")
    return {type_: _read(one) for type_, one in held["types"].items()}


def _read(held: Mapping[str, Any]) -> Learned:
    return Learned(
        held.get("values", {}),
        set(held.get("by_reference", [])),
        held.get("repeats", {}),
        held.get("refused", {}),
        held.get("programs", [{}]),
    )


def save(learned: Mapping[str, Learned]) -> None:
    """Write what was learned; what says nothing is not written."""
    lines = []
    for type_, one in sorted(learned.items()):
        parts = {
            "values": one.values,
            "by_reference": sorted(one.by_reference),
            "repeats": one.repeats,
            "refused": one.refused,
            "programs": one.programs if one.programs != [{}] else [],
        }
        stated = {name: part for name, part in parts.items() if part}
        if stated:
            lines.append(f'  "{type_}": {json.dumps(stated, sort_keys=True, ensure_ascii=False)}')
    head = f'{{\n "format": {FORMAT},\n "provider": "{schema.provider()}",\n "types": {{\n'
    DATA.parent.mkdir(exist_ok=True)
    DATA.write_text(head + ",\n".join(lines) + "\n }\n}\n", "utf-8")
