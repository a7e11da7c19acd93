"""Steps from a value to what is in it: attributes, elements, every element; and from a resource to its attributes."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from stack_parity.model.values import Ref, Unknown, Value, is_plain
from stack_parity.sources.terraform.language.conversions import NotEvaluableError, number_of
from stack_parity.sources.terraform.language.syntax import Member, Splat
from stack_parity.sources.terraform.language.written import Verbatim, unevaluated


@dataclass(frozen=True)
class Scope:
    """What names stand for where an expression is written.

    `values` has `var.x`, `local.x`, `count.index`, `each.key`, and the bare names that a loop makes. `instances` has
    the keys of each resource that stands once for each of several.
    """

    values: Mapping[str, Value] = field(default_factory=dict)
    instances: Mapping[str, tuple[str | int, ...]] = field(default_factory=dict)
    folder: Path | None = None

    def having(self, **values: Value) -> Scope:
        """Return the scope inside of a loop or a block that gives names their values."""
        return replace(self, values={**self.values, **values})


def instance(address: str, key: str | int) -> str:
    """Return the address of one instance of a resource."""
    return f"{address}[{json.dumps(key)}]"


@dataclass(frozen=True)
class Key:
    """A step to an element whose key is evaluated."""

    value: Value


EvaluatedStep = Member | Splat | Key


def of_resource(address: str, steps: Sequence[EvaluatedStep], scope: Scope) -> Value:
    """Return a reference to a resource, one of its instances, or each of them."""
    first = steps[0] if steps else None
    keys = scope.instances.get(address)
    if keys is not None and isinstance(first, Splat):
        return [stepped(Ref(instance(address, key), ""), steps[1:]) for key in keys]
    if keys is not None and isinstance(first, Key) and isinstance(first.value, str | int) and first.value in keys:
        return stepped(Ref(instance(address, first.value), ""), steps[1:])
    return stepped(Ref(address, ""), steps)


def stepped(value: Value, steps: Sequence[EvaluatedStep]) -> Value:
    """Return what is reached by steps from a value."""
    for number, step in enumerate(steps):
        if isinstance(step, Splat):
            if isinstance(value, list):
                return [stepped(item, steps[number + 1 :]) for item in value]
            value = _further(value, "[*]")
        elif isinstance(step, Member):
            value = value[step.name] if isinstance(value, dict) and step.name in value else _further(value, step.name)
        else:
            value = _at(value, step.value)
    return value


def _at(value: Value, key: Value) -> Value:
    if isinstance(value, dict) and isinstance(key, str) and key in value:
        return value[key]
    if isinstance(value, list) and is_plain(key):
        try:
            number = number_of(key)
        except NotEvaluableError:
            return as_written("index", [value, key])
        if isinstance(number, int) and 0 <= number < len(value):
            return value[number]
    if isinstance(value, Ref) and isinstance(key, str | int):
        whole = value.attribute == ""  # of a resource: an instance; of an attribute: an element
        return _further(value, f"[{json.dumps(key)}]" if whole else str(key))
    return unevaluated(value, Verbatim("["), key, Verbatim("]"))


def _further(value: Value, step: str) -> Value:
    if isinstance(value, Ref):
        return Ref(value.address, f"{value.attribute}.{step}" if value.attribute else step)
    return unevaluated(value, Verbatim(step if step.startswith("[") else f".{step}"))


def named(name: str) -> Unknown:
    """Return the value of a name that has none here."""
    return unevaluated(Verbatim(name), reason=f"the value of {name}")


def as_written(name: str, arguments: Sequence[Value], end: str = "") -> Unknown:
    """Return a call that only Terraform can evaluate."""
    pieces: list[Verbatim | Value] = []
    for argument in arguments:
        pieces += [Verbatim(", "), argument] if pieces else [argument]
    return unevaluated(Verbatim(f"{name}("), *pieces, Verbatim(f"{end})"))
