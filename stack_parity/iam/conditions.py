"""Which condition holds wherever another holds.

Sources: IAM user guide, "Condition operators" (case, wildcards, ARNs component by component, an absent key), and
"Conditions with multiple context keys or values" (ForAllValues, ForAnyValue). The answer is never wrongly yes.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from math import inf
from typing import Final, NamedTuple, Self

from stack_parity.iam.grants import Condition
from stack_parity.iam.patterns import covers_arn, has_wildcard, matches_all

_EXISTING: Final = "ifexists"


@dataclass(frozen=True)
class Operator:
    """An operator taken apart: `ForAllValues:StringNotLikeIfExists` is all values, `stringlike`, negated, optional."""

    base: str
    quantifier: str
    negated: bool
    optional: bool

    @classmethod
    @cache
    def read(cls, operator: str) -> Self:
        """Return the operator that lower-case text spells."""
        quantifier, _, name = operator.rpartition(":")
        base = name.removesuffix(_EXISTING)
        positive = base.replace("not", "", 1) if base.startswith(_NEGATABLE) else base
        return cls(positive, quantifier, positive != base, name != base)

    @property
    def holds_without_key(self) -> bool:
        """Whether a request without the key fulfils it."""
        return self.optional or self.quantifier == "forallvalues" or (self.negated and not self.quantifier)


_NEGATABLE: Final = ("stringnot", "arnnot", "numericnot", "datenot", "notipaddress")


class _Interval(NamedTuple):
    """Numbers from `low` to `high`; an end that is `open` is not of them."""

    low: float
    low_open: bool
    high: float
    high_open: bool

    def holds(self, other: _Interval) -> bool:
        """Return whether all of another interval lies inside."""
        above = (self.low, self.low_open) <= (other.low, other.low_open)
        return above and (self.high, not self.high_open) >= (other.high, not other.high_open)


def implied(wanted: Condition, given: Condition) -> bool:
    """Return whether every request that fulfils `given` fulfils `wanted`."""
    if wanted == given:
        return True
    if wanted.key != given.key:
        return False
    broad, narrow = Operator.read(wanted.operator), Operator.read(given.operator)
    if broad.base == "null":
        return _null_implied(wanted, narrow, given)
    if narrow.base == "null" or (broad.quantifier, broad.negated) != (narrow.quantifier, narrow.negated):
        return False
    if narrow.holds_without_key and not broad.holds_without_key:
        return False
    if broad.negated:  # what `wanted` excludes has to be excluded by `given`
        return _includes(narrow.base, given.values, broad.base, wanted.values)
    return _includes(broad.base, wanted.values, narrow.base, given.values)


def _null_implied(wanted: Condition, narrow: Operator, given: Condition) -> bool:
    absent = {value.lower() for value in wanted.values}
    if narrow.base == "null":
        return {value.lower() for value in given.values} <= absent
    return absent == {"false"} and not narrow.holds_without_key and not narrow.negated


def _includes(broad: str, wanted: tuple[str, ...], narrow: str, given: tuple[str, ...]) -> bool:
    """Return whether what fulfils `narrow` with one of its values fulfils `broad` with one of its own."""
    if broad == narrow and set(given) <= set(wanted):
        return True
    family = next((family for family in _FAMILIES if broad in family and narrow in family), None)
    if family is not None:
        return _every(given, wanted, _FAMILIES[family])
    if (broad, narrow) == ("stringlike", "stringequals") or (broad == "stringlike" and narrow in _ARNS):
        return _every(given, wanted, lambda value, pattern: matches_all(pattern, value))
    if (broad, narrow) == ("stringequals", "stringlike"):
        return set(given) <= set(wanted) and not any(map(has_wildcard, given))
    if (broad, narrow) == ("stringequalsignorecase", "stringequals"):
        return _every(given, wanted, same_but_for_case)
    for prefix, number in _NUMBERS.items():
        if broad.startswith(prefix) and narrow.startswith(prefix):
            return _numbers_include(
                _intervals(broad.removeprefix(prefix), wanted, number),
                _intervals(narrow.removeprefix(prefix), given, number),
            )
    return False


def _every(given: Iterable[str], wanted: tuple[str, ...], inside: Callable[[str, str], bool]) -> bool:
    return all(any(inside(value, other) for other in wanted) for value in given)


def same_but_for_case(value: str, other: str) -> bool:
    """Return whether two texts are the same, whatever their case."""
    return value.lower() == other.lower()


def is_in_network(value: str, other: str) -> bool:
    """Return whether an address or network lies inside another; texts that are neither have to be equal."""
    try:
        inner, outer = (ipaddress.ip_network(text, strict=False) for text in (value, other))
    except ValueError:
        return value == other
    if isinstance(inner, ipaddress.IPv4Network) and isinstance(outer, ipaddress.IPv4Network):
        return inner.subnet_of(outer)
    if isinstance(inner, ipaddress.IPv6Network) and isinstance(outer, ipaddress.IPv6Network):
        return inner.subnet_of(outer)
    return False


_ARNS: Final = frozenset({"arnlike", "arnequals"})

_FAMILIES: Final[Mapping[frozenset[str], Callable[[str, str], bool]]] = {
    frozenset({"stringlike"}): lambda value, pattern: matches_all(pattern, value),
    _ARNS: lambda value, pattern: covers_arn(pattern, value),
    frozenset({"stringequalsignorecase"}): same_but_for_case,
    frozenset({"bool"}): same_but_for_case,
    frozenset({"ipaddress"}): is_in_network,
}
"""Operators that compare alike, and whether what one value admits lies inside what another admits."""


def _timestamp(value: str) -> float:
    try:
        return float(value)
    except ValueError:
        moment = datetime.fromisoformat(value)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


_NUMBERS: Final[Mapping[str, Callable[[str], float]]] = {"numeric": float, "date": _timestamp}


def _intervals(comparison: str, values: tuple[str, ...], number: Callable[[str], float]) -> list[_Interval] | None:
    """Return what each value admits; None where a value is no number or the comparison is not known."""
    forms: dict[str, Callable[[float], _Interval]] = {
        "equals": lambda at: _Interval(at, False, at, False),
        "lessthan": lambda at: _Interval(-inf, False, at, True),
        "lessthanequals": lambda at: _Interval(-inf, False, at, False),
        "greaterthan": lambda at: _Interval(at, True, inf, False),
        "greaterthanequals": lambda at: _Interval(at, False, inf, False),
    }
    try:
        return [forms[comparison](number(value)) for value in values]
    except (KeyError, ValueError):
        return None


def compares(operator: str, wanted: str, value: str) -> bool:
    """Return whether a number or a date fulfils an operator such as `numericlessthan` with the wanted value."""
    for prefix, number in _NUMBERS.items():
        if operator.startswith(prefix):
            admitted = _intervals(operator.removeprefix(prefix), (wanted,), number)
            return _numbers_include(admitted, _intervals("equals", (value,), number))
    return False


def _numbers_include(wanted: list[_Interval] | None, given: list[_Interval] | None) -> bool:
    if wanted is None or given is None:
        return False
    return all(any(outer.holds(inner) for outer in wanted) for inner in given)
