"""What a data source is called: by what it looks up, since neither side's name for it says anything.

`${data aws_vpc {default: true}.id}` is one value on both sides, whatever the two programs call the data source.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from stack_parity.aws import schema
from stack_parity.aws.schema import Attribute, Kind
from stack_parity.compare.comparands import Labels
from stack_parity.model.identification import Identifier
from stack_parity.model.program import Program, Resource
from stack_parity.model.spelling import Spell, is_comparable, speller
from stack_parity.model.values import Value, addresses_in


def with_lookups(labels: Labels, left: Program, right: Program) -> Labels:
    """Return the labels with one for each data source: the same where two look up the same by the same.

    Args:
        labels: what the paired resources are called, by address, on the left and on the right.
        left: one program, in the normal form.
        right: the other.
    """
    known: dict[str, str] = {}
    used: Counter[str] = Counter()
    one, other = (_Lookups(side, held, known, used) for side, held in zip((left, right), labels, strict=True))
    return one.labels(), other.labels()


class _Lookups:
    """The data sources of one side.

    Args:
        program: the side.
        labels: what its resources are called.
        known: the label of each lookup of both sides.
        used: how many lookups are spelled so.
    """

    def __init__(self, program: Program, labels: Mapping[str, str], known: dict[str, str], used: Counter[str]) -> None:
        self._program = program
        self._labels = dict(labels)
        self._known = known
        self._used = used

    def labels(self) -> Mapping[str, str]:
        """Return what resources and data sources are called."""
        for address in self._program.data:
            self._name(address)
        return self._labels

    def _name(self, start: str) -> None:
        """Call a data source by its arguments, after those that they refer to."""
        pending, opened = [start], set[str]()
        while pending:
            source = self._program.data[pending[-1]]
            values = dict(source.attributes)
            needed = (addresses_in(values) & self._program.data.keys()) - self._labels.keys() - opened
            opened.add(source.address)
            if needed:
                pending.extend(sorted(needed))
                continue
            pending.pop()
            if source.address not in self._labels and is_comparable(values):
                self._labels[source.address] = self._label(source)

    def _label(self, source: Resource) -> str:
        found = schema.of_data(source.type)
        identify, spell = Identifier(self._labels), speller(self._labels)
        arguments = {
            name: _in_order(value, found.attributes.get(name) if found else None, identify)
            for name, value in source.attributes.items()
        }
        place = ""
        if source.provider is not None:
            place = f" of {spell(dict(self._program.settings_of(source) or {}))}"
        identity = f"{source.type} {identify(arguments)}{place}"
        if identity not in self._known:
            text = f"data {source.type}{f' {spell(arguments)}' if arguments else ''}{place}"
            self._used[text] += 1
            self._known[identity] = text if self._used[text] == 1 else f"{text} ({self._used[text]})"
        return self._known[identity]


def _in_order(value: Value, known: Attribute | None, spell: Spell) -> Value:
    """Return a value in which sets have one order."""
    if isinstance(value, dict):
        inner = known.attributes if known else {}
        return {key: _in_order(item, inner.get(key), spell) for key, item in value.items()}
    if not isinstance(value, list):
        return value
    items = [_in_order(item, known, spell) for item in value]
    return sorted(items, key=spell) if known is not None and known.kind is Kind.SET else items
