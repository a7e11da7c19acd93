"""Attributes of two paired resources, one row each."""

from __future__ import annotations

from collections.abc import Iterator
from operator import itemgetter
from typing import Final

from stack_parity.aws import schema
from stack_parity.aws.defaults import default_of
from stack_parity.aws.identity import NAMES, made_name
from stack_parity.compare.comparands import Comparands
from stack_parity.compare.facts import are_equal, may_be_equal
from stack_parity.compare.leaves import leaves
from stack_parity.compare.policies import policy_of, policy_rows
from stack_parity.compare.verdicts import Row, Verdict
from stack_parity.iam.grants import is_policy
from stack_parity.match.pairing import Pair
from stack_parity.model.digest import digest_of
from stack_parity.model.program import Resource
from stack_parity.model.spelling import is_comparable
from stack_parity.model.values import Code, Secret, Unknown, Value, walk

_FOLDED_ATTRIBUTES: Final = frozenset({"assume_role_policy", "inline_policy", "managed_policy_arns"})
"""Attributes of a role that are compared as grants."""


def attribute_rows(pair: Pair, sides: Comparands) -> Iterator[Row]:
    """Yield a row for each attribute of a pair."""
    left, right = _compared(pair.left), _compared(pair.right)
    _settle_code_hash(left, right)
    name = NAMES.get(pair.left.type)
    if name is not None:
        yield _name_row(name, left.pop(name, None), right.pop(name, None), sides)
    yield from _untold_rows(left, right, sides)
    known = schema.of(pair.left.type)
    for path, one, other in sorted(leaves(left, right, known.attributes if known else {}, sides), key=itemgetter(0)):
        yield from _leaf_rows(path, pair, one, other, sides)


def _compared(resource: Resource) -> dict[str, Value]:
    """Return what is compared as attributes."""
    folded = _FOLDED_ATTRIBUTES if resource.type == "aws_iam_role" else frozenset[str]()
    return {key: value for key, value in resource.attributes.items() if key not in folded}


def _untold_rows(left: dict[str, Value], right: dict[str, Value], sides: Comparands) -> Iterator[Row]:
    """Take out what one side states and the other's kind of input never holds, and yield a row for each."""
    for name in sorted((left.keys() - right.keys()) & sides.right.program.untold):
        spelled = sides.spell_left(left.pop(name))
        yield Row(name, Verdict.UNDECIDABLE, spelled, None, f"a {sides.right.program.kind} never holds it")
    for name in sorted((right.keys() - left.keys()) & sides.left.program.untold):
        spelled = sides.spell_right(right.pop(name))
        yield Row(name, Verdict.UNDECIDABLE, None, spelled, f"a {sides.left.program.kind} never holds it")


def _leaf_rows(path: str, pair: Pair, left: Value, right: Value, sides: Comparands) -> Iterator[Row]:
    if is_policy(left) or is_policy(right):
        yield from policy_rows(path, policy_of(left, sides.spell_left), policy_of(right, sides.spell_right), sides)
        return
    note = ""
    if (left is None) != (right is None) and path == made_name(pair.left.type):
        yield _name_row(path, left, right, sides)
        return
    if left is None or right is None:
        default = default_of(pair.left if left is None else pair.right, path)
        if default is not None:
            note = f"the {'left' if left is None else 'right'} says nothing: the provider's default"
            left, right = (default if left is None else left), (default if right is None else right)
    yield row(path, left, right, sides, note)


def row(path: str, left: Value, right: Value, sides: Comparands, note: str = "") -> Row:
    """Return the row of one value on both sides."""
    verdict = _verdict(left, right, sides)
    left_text, right_text = (
        None if value is None else spell(value)
        for value, spell in ((left, sides.spell_left), (right, sides.spell_right))
    )
    return Row(path, verdict, left_text, right_text, note or _secret(left, right, verdict))


def _verdict(left: Value, right: Value, sides: Comparands) -> Verdict:
    if left is None or right is None:
        return Verdict.DIFFERENT
    if not (is_comparable(left) and is_comparable(right)):
        return Verdict.UNDECIDABLE
    left, right = _hidden_as(right, left), _hidden_as(left, right)
    if isinstance(left, Secret) != isinstance(right, Secret):
        return Verdict.UNDECIDABLE
    one, other = sides.identify_left(left), sides.identify_right(right)
    if one == other:
        return Verdict.SAME
    if sides.resemble_left(left) == sides.resemble_right(right):
        return Verdict.NAME
    programs = sides.left.program, sides.right.program
    if are_equal(one, other, programs):
        return Verdict.SAME
    is_open = _is_unknown(left) or _is_unknown(right) or may_be_equal(one, other, programs)
    return Verdict.UNDECIDABLE if is_open else Verdict.DIFFERENT


def _hidden_as(other: Value, value: Value) -> Value:
    """Return a plain text as a secret where the other side has one, so that their digests are compared."""
    return Secret(digest_of(value)) if isinstance(other, Secret) and isinstance(value, str) else value


def _is_unknown(value: Value) -> bool:
    return any(isinstance(part, Unknown) for part in walk(value))


def _secret(left: Value, right: Value, verdict: Verdict) -> str:
    if not any(isinstance(part, Secret) for value in (left, right) for part in walk(value)):
        return ""
    return "a secret is never read" if verdict is Verdict.UNDECIDABLE else "secrets are compared and never shown"


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
    """Let a package's hash speak where its content is out of reach on a side, and its content elsewhere.

    A hash that stands on one side alone adds nothing: whether the packages are equal is open then.
    """
    codes = left.get("filename"), right.get("filename")
    if not all(isinstance(code, Code) for code in codes):
        return
    readable = all(isinstance(code, Code) and code.files is not None for code in codes)
    hashed = "source_code_hash" in left and "source_code_hash" in right
    for side in (left, right):
        side.pop("filename" if hashed and not readable else "source_code_hash", None)
