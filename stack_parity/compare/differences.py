"""The comparison of two paired architectures, section by section."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import replace

from stack_parity.aws.nouns import noun
from stack_parity.aws.sensitivity import is_sensitive
from stack_parity.aws.spelling import snake
from stack_parity.compare.attributes import attribute_rows, row
from stack_parity.compare.comparands import Comparands, Labels, comparands
from stack_parity.compare.lookups import with_lookups
from stack_parity.compare.order import Order, order_rows
from stack_parity.compare.permissions import role_rows
from stack_parity.compare.verdicts import WHOLE, Row, Section, Verdict
from stack_parity.iam.roles import Architecture
from stack_parity.match.pairing import Pair, Pairing
from stack_parity.model.program import Program
from stack_parity.model.spelling import short_address
from stack_parity.model.values import Value


def compare(left: Architecture, right: Architecture, pairing: Pairing, labels: Labels) -> tuple[Section, ...]:
    """Return every section: pairs, what has no partner, what is ambiguous, outputs and the provider's settings."""
    labels = with_lookups(labels, left.program, right.program)
    labels_left, labels_right = labels
    sides = comparands(left, right, pairing, labels)
    orders = Order(left, labels_left), Order(right, labels_right)
    sections = [
        Section(
            label=labels_left[pair.left.address],
            type=pair.left.type,
            left=pair.left.address,
            right=pair.right.address,
            reason=pair.reason,
            rows=tuple(_rows(pair, sides, orders)),
            left_place=pair.left.place,
            right_place=pair.right.place,
        )
        for pair in pairing.pairs
    ]
    sections += _without_partner(pairing)
    sections += [_outputs(sides), _provider(sides), _gaps(left.program, right.program)]
    return tuple(replace(section, rows=_telling_first(section.rows)) for section in sections if section.rows)


def _rows(pair: Pair, sides: Comparands, orders: tuple[Order, Order]) -> Iterator[Row]:
    rows = [*role_rows(pair, sides)] if pair.left.type == "aws_iam_role" else []
    rows += attribute_rows(pair, sides)
    rows += _provider_rows(pair, sides)
    yield from rows
    yield from order_rows(pair, *orders, rows)


def _telling_first(rows: Iterable[Row]) -> tuple[Row, ...]:
    """Put what is plainly the same last."""
    return tuple(sorted(rows, key=lambda row: row.verdict is Verdict.SAME))


def _without_partner(pairing: Pairing) -> Iterator[Section]:
    for verdict, resources in ((Verdict.ONLY_LEFT, pairing.only_left), (Verdict.ONLY_RIGHT, pairing.only_right)):
        for resource in resources:
            address = resource.address
            left, right = (address, None) if verdict is Verdict.ONLY_LEFT else (None, address)
            yield Section(
                f"{noun(resource)} {resource.name}",
                resource.type,
                left,
                right,
                "no resource of the other side plays this part",
                (Row(WHOLE, verdict, left, right),),
                *((resource.place, None) if verdict is Verdict.ONLY_LEFT else (None, resource.place)),
            )
    for group in pairing.ambiguous:
        left, right = (", ".join(short_address(item.address) for item in side) for side in (group.left, group.right))
        yield Section(
            group.what,
            group.what,
            left,
            right,
            "several of one kind, and neither structure nor name nor content tells which belongs to which",
            (Row(WHOLE, Verdict.UNDECIDABLE, left, right),),
        )


def _gaps(left: Program, right: Program) -> Section:
    """Return what was not read on a side: it may hold anything, so nothing is decided while it is out of reach."""
    one, other = ({gap.what: f"not read: {gap.reason}" for gap in side.gaps} for side in (left, right))
    names = sorted(one.keys() | other.keys())
    rows = [Row(name, Verdict.UNDECIDABLE, one.get(name), other.get(name)) for name in names]
    return Section("what was not read", "gap", "gaps", "gaps", "what an input names and does not hold", tuple(rows))


def _outputs(sides: Comparands) -> Section:
    left = {snake(name): value for name, value in sides.left.program.outputs.items()}
    right = {snake(name): value for name, value in sides.right.program.outputs.items()}
    rows = [row(name, left.get(name), right.get(name), sides) for name in sorted(left.keys() | right.keys())]
    rows += _sensitive_rows(left.keys() & right.keys(), sides)
    return Section("outputs", "output", "outputs", "outputs", "what the programs give back, by name", tuple(rows))


def _sensitive_rows(names: Set[str], sides: Comparands) -> Iterator[Row]:
    """Yield which outputs of both sides are sensitive, where one is."""
    left, right = (_sensitive(side.program) & names for side in (sides.left, sides.right))
    for name in sorted(left | right):
        yield row(f"{name} (sensitive)", name in left, name in right, sides)


def _sensitive(program: Program) -> Set[str]:
    hidden = {name for name, value in program.outputs.items() if is_sensitive(value, program)}
    return {snake(name) for name in program.sensitive_outputs | hidden}


def _provider(sides: Comparands) -> Section:
    left, right = sides.left.program.provider, sides.right.program.provider
    rows = _settings_rows(left, right, "", sides)
    return Section("AWS provider", "provider", "aws", "aws", "where the programs deploy to", tuple(rows))


def _provider_rows(pair: Pair, sides: Comparands) -> Iterator[Row]:
    """Yield where the two of a pair are made, where one of them is not made by its program's own provider."""
    if pair.left.provider is not None or pair.right.provider is not None:
        left, right = sides.left.program.settings_of(pair.left), sides.right.program.settings_of(pair.right)
        yield from _settings_rows(left, right, "provider.", sides)


def _settings_rows(
    left: Mapping[str, Value] | None, right: Mapping[str, Value] | None, prefix: str, sides: Comparands
) -> Iterator[Row]:
    if left is not None and right is not None:
        for name in sorted(left.keys() | right.keys()):
            yield row(f"{prefix}{name}", left.get(name), right.get(name), sides)
