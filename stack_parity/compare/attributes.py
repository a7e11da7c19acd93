"""Attributes of two paired resources, one row each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from stack_parity.aws import schema
from stack_parity.aws.defaults import default_of
from stack_parity.aws.identity import NAMES
from stack_parity.aws.schema import Attribute, Kind
from stack_parity.compare.comparands import Comparands
from stack_parity.compare.permissions import policy_of, policy_rows
from stack_parity.compare.verdicts import Row, Verdict
from stack_parity.iam.grants import is_policy
from stack_parity.match.pairing import Pair
from stack_parity.model.program import Resource
from stack_parity.model.spelling import Spell, is_decidable
from stack_parity.model.values import Code, Document, Secret, Value

_FOLDED_ATTRIBUTES: Final = frozenset({"assume_role_policy", "inline_policy", "managed_policy_arns"})
"""Attributes of a role that are compared as grants."""


def attribute_rows(pair: Pair, sides: Comparands) -> Iterator[Row]:
    """Yield a row for each attribute of a pair."""
    left, right = dict(flatten(pair.left, sides.spell_left)), dict(flatten(pair.right, sides.spell_right))
    _settle_code_hash(left, right)
    name = NAMES.get(pair.left.type)
    if name is not None:
        yield _name_row(name, left.pop(name, None), right.pop(name, None), sides)
    for path in sorted(left.keys() | right.keys()):
        yield from _leaf_rows(path, pair, left.get(path), right.get(path), sides)


def flatten(resource: Resource, spell: Spell) -> Iterator[tuple[str, Value]]:
    """Yield (path, leaf) for each attribute of a resource that is compared as an attribute.

    What the schema calls a set has no order: its items are put in the order of their spelling.
    """
    known = schema.of(resource.type)
    attributes = known.attributes if known else {}
    for key, value in resource.attributes.items():
        if resource.type != "aws_iam_role" or key not in _FOLDED_ATTRIBUTES:
            yield from _flat(key, value, attributes.get(key), spell)


def _flat(path: str, value: Value, known: Attribute | None, spell: Spell) -> Iterator[tuple[str, Value]]:
    if isinstance(value, Document) and not is_policy(value):
        yield from _flat(path, value.content, None, spell)
    elif isinstance(value, dict) and value:
        inner = known.attributes if known else {}
        for key in value:
            yield from _flat(f"{path}.{key}", value[key], inner.get(key), spell)
    elif isinstance(value, list):
        items = sorted(value, key=spell) if known is not None and known.kind is Kind.SET else value
        if any(isinstance(item, dict | list) for item in value):
            for index, item in enumerate(items):
                yield from _flat(f"{path}[{index}]", item, known, spell)
        else:
            yield path, items
    else:
        yield path, value


def _leaf_rows(path: str, pair: Pair, left: Value, right: Value, sides: Comparands) -> Iterator[Row]:
    if is_policy(left) or is_policy(right):
        yield from policy_rows(path, policy_of(left, sides.spell_left), policy_of(right, sides.spell_right), sides)
        return
    note = ""
    if left is None or right is None:
        default = default_of(pair.left if left is None else pair.right, path)
        if default is not None:
            note = f"the {'left' if left is None else 'right'} says nothing: the provider's default"
            left, right = (default if left is None else left), (default if right is None else right)
    yield row(path, left, right, sides, note)


def row(path: str, left: Value, right: Value, sides: Comparands, note: str = "") -> Row:
    """Return the row of one value on both sides."""
    left_text, right_text = _spelled(left, sides.spell_left), _spelled(right, sides.spell_right)
    return Row(
        path, _verdict(left, right, left_text, right_text, sides), left_text, right_text, note or _secret(left, right)
    )


def _verdict(left: Value, right: Value, left_text: str | None, right_text: str | None, sides: Comparands) -> Verdict:
    if left is None or right is None:
        return Verdict.DIFFERENT
    if not (is_decidable(left) and is_decidable(right)):
        return Verdict.UNDECIDABLE
    if isinstance(left, Code) and isinstance(right, Code):
        return Verdict.SAME if left.files == right.files else Verdict.DIFFERENT
    if left_text == right_text:
        return Verdict.SAME
    if sides.rename_left(left_text or "") == sides.rename_right(right_text or ""):
        return Verdict.NAME
    return Verdict.DIFFERENT


def _spelled(value: Value, spell: Spell) -> str | None:
    return None if value is None else spell(value)


def _secret(left: Value, right: Value) -> str:
    return "a secret is never read" if isinstance(left, Secret) or isinstance(right, Secret) else ""


def _name_row(path: str, left: Value, right: Value, sides: Comparands) -> Row:
    """Return the row of the names that AWS knows the two by.

    A name that is left to the provider differs from every other.
    """
    found = row(path, left, right, sides)
    if left is None and right is None:
        return Row(path, Verdict.SAME, None, None, "both leave the name to the provider")
    if found.verdict is not Verdict.DIFFERENT:
        return found
    note = "one side leaves the name to the provider" if left is None or right is None else ""
    return Row(path, Verdict.NAME, found.left, found.right, note)


def _settle_code_hash(left: dict[str, Value], right: dict[str, Value]) -> None:
    """Let a package's hash speak where its content is out of reach on a side, and its content elsewhere."""
    codes = left.get("filename"), right.get("filename")
    if not all(isinstance(code, Code) for code in codes):
        return
    readable = all(isinstance(code, Code) and code.files is not None for code in codes)
    hashed = "source_code_hash" in left and "source_code_hash" in right
    if readable or hashed:
        for side in (left, right):
            side.pop("source_code_hash" if readable else "filename", None)
