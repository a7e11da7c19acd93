"""Resources and blocks that stand once for each of several: `count`, `for_each`, `dynamic`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from stack_parity.model.values import Value
from stack_parity.sources.terraform.blocks import items
from stack_parity.sources.terraform.language.steps import Scope, instance
from stack_parity.sources.terraform.language.templates import evaluate

_MOST: Final = 1000
"""Instances of one resource up to which each is a resource of its own."""


def keys_of(body: Mapping[str, object], scope: Scope) -> tuple[str | int, ...] | None:
    """Return the keys of the instances of a resource; None for one that has none, or none that its text tells."""
    count = evaluate(body.get("count"), scope)
    if isinstance(count, int) and not isinstance(count, bool) and 0 <= count <= _MOST:
        return tuple(range(count))
    each = evaluate(body.get("for_each"), scope)
    if isinstance(each, dict) and len(each) <= _MOST:
        return tuple(sorted(each))
    if isinstance(each, list) and len(each) <= _MOST:
        keys = [item for item in each if isinstance(item, str)]
        return tuple(sorted(set(keys))) if len(keys) == len(each) else None
    return None


def instances(
    address: str, body: Mapping[str, object], scope: Scope
) -> Iterator[tuple[str, Mapping[str, object], Scope]]:
    """Yield each instance of a resource: its address, its body and what names stand for in it."""
    keys = scope.instances.get(address)
    if keys is None:
        yield address, body, scope
        return
    each = evaluate(body.get("for_each"), scope)
    inside = {key: item for key, item in body.items() if key not in {"count", "for_each"}}
    for key in keys:
        value = each[key] if isinstance(each, dict) and isinstance(key, str) else key
        of_each: dict[str, Value] = {"each.key": key, "each.value": value}
        named = {"count.index": key} if isinstance(key, int) else of_each
        yield instance(address, key), inside, scope.having(**named)


def attributes(body: Mapping[str, object], scope: Scope) -> dict[str, Value]:
    """Return the values of a body, each dynamic block as the blocks that it makes."""
    found: dict[str, Value] = {}
    for key, value in body.items():
        found[key] = evaluate(value, scope) if key != "dynamic" else None
    for block in items(body.get("dynamic")):
        for name, dynamic in block.items() if isinstance(block, dict) else ():
            found |= _generated(name, dynamic, scope)
    return {key: value for key, value in found.items() if key != "dynamic"}


def _generated(name: str, dynamic: object, scope: Scope) -> dict[str, Value]:
    """Return the blocks of one name; the text of the rule that makes them where that does not tell them."""
    (rule, *others) = items(dynamic) or [None]
    if isinstance(rule, dict) and not others:
        over = evaluate(rule.get("for_each"), scope)
        if isinstance(over, list):
            over = {str(number): item for number, item in enumerate(over)}
        if isinstance(over, dict) and len(over) <= _MOST:
            iterator = str(rule.get("iterator") or name)
            return {
                name: [
                    _content(rule.get("content"), scope.having(**{iterator: {"key": key, "value": value}}))
                    for key, value in over.items()
                ]
            }
    return {f"dynamic_{name}": evaluate(dynamic, scope)}


def _content(written: object, scope: Scope) -> Value:
    return attributes(written, scope) if isinstance(written, dict) else evaluate(written, scope)
