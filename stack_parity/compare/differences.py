"""The comparison of two paired architectures, attribute by attribute."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from stack_parity.aws.defaults import default_of
from stack_parity.aws.identity import NAMES, physical_name
from stack_parity.aws.names import snake
from stack_parity.aws.nouns import noun
from stack_parity.aws.types import UNORDERED, USER_MAPS
from stack_parity.compare.order import made_before
from stack_parity.compare.verdicts import WHOLE, Row, Section, Verdict
from stack_parity.iam.covering import missing
from stack_parity.iam.grants import EMPTY, Grant, Policy, is_policy, parse_policy
from stack_parity.iam.roles import Architecture, Role
from stack_parity.match.pairing import Pair, Pairing
from stack_parity.model.program import Resource
from stack_parity.model.spelling import Spell, is_decidable, short_address, speller
from stack_parity.model.values import Code, Document, Secret, Value

_FOLDED_ATTRIBUTES = frozenset({"assume_role_policy", "inline_policy", "managed_policy_arns"})
"""Attributes of a role that are compared as grants."""


@dataclass(frozen=True)
class _Sides:
    left: Architecture
    right: Architecture
    spell_left: Spell
    spell_right: Spell
    rename_left: Callable[[str], str]
    rename_right: Callable[[str], str]


GRANTED, NOT_GRANTED = "granted", "not granted"

Labels = tuple[Mapping[str, str], Mapping[str, str]]
"""What each paired resource is called, by address, on the left and on the right."""


def compare(left: Architecture, right: Architecture, pairing: Pairing, labels: Labels) -> tuple[Section, ...]:
    """Compare everything: pairs, what has no partner, what is ambiguous, outputs and the provider's settings."""
    labels_left, labels_right = labels
    sides = _Sides(
        left,
        right,
        speller(labels_left),
        speller(labels_right),
        _renamer((pair.left, pair.right, labels_left[pair.left.address]) for pair in pairing.pairs),
        _renamer((pair.right, pair.left, labels_right[pair.right.address]) for pair in pairing.pairs),
    )
    before = made_before(left, labels_left), made_before(right, labels_right)
    sections = [
        Section(
            label=labels_left[pair.left.address],
            type=pair.left.type,
            left=pair.left.address,
            right=pair.right.address,
            reason=pair.reason,
            rows=(*_pair_rows(pair, sides), *_order_rows(pair, before)),
        )
        for pair in pairing.pairs
    ]
    sections += _without_partner(pairing)
    sections += [_outputs(sides), _provider(sides)]
    return tuple(replace(section, rows=_telling_first(section.rows)) for section in sections if section.rows)


def _telling_first(rows: Iterable[Row]) -> tuple[Row, ...]:
    """Put what is plainly the same last."""
    return tuple(sorted(rows, key=lambda row: row.verdict is Verdict.SAME))


def _pair_rows(pair: Pair, sides: _Sides) -> Iterator[Row]:
    left, right = dict(flatten(pair.left, sides.spell_left)), dict(flatten(pair.right, sides.spell_right))
    _settle_code_hash(left, right)
    if pair.left.type == "aws_iam_role":
        yield from _role_rows(pair, sides)
    name = NAMES.get(pair.left.type)
    if name is not None:
        yield _name_row(name, left.pop(name, None), right.pop(name, None), sides)
    for path in sorted(left.keys() | right.keys()):
        yield from _leaf_rows(path, pair, left.get(path), right.get(path), sides)


def flatten(resource: Resource, spell: Spell) -> Iterator[tuple[str, Value]]:
    """Yield (path, leaf) for each attribute of a resource that is compared as an attribute.

    A list of blocks has no order: its blocks are numbered in the order of their spelling.
    """
    for key, value in resource.attributes.items():
        if resource.type != "aws_iam_role" or key not in _FOLDED_ATTRIBUTES:
            yield from _flat(key, value, key, spell)


def _flat(path: str, value: Value, name: str, spell: Spell) -> Iterator[tuple[str, Value]]:
    if isinstance(value, Document) and not is_policy(value):
        yield from _flat(path, value.content, name, spell)
    elif isinstance(value, dict) and value:
        for key in value:
            inner = name if name in USER_MAPS else key
            yield from _flat(f"{path}.{key}", value[key], inner, spell)
    elif isinstance(value, list) and any(isinstance(item, dict | list) for item in value):
        for index, item in enumerate(sorted(value, key=spell) if _is_set(value) else value):
            yield from _flat(f"{path}[{index}]", item, name, spell)
    else:
        yield path, value


def _is_set(value: list[Value]) -> bool:
    return all(isinstance(item, dict) for item in value)


def _leaf_rows(path: str, pair: Pair, left: Value, right: Value, sides: _Sides) -> Iterator[Row]:
    if is_policy(left) or is_policy(right):
        yield from _policy_rows(path, _policy(left, sides.spell_left), _policy(right, sides.spell_right), sides)
        return
    note = ""
    if left is None or right is None:
        default = default_of(pair.left if left is None else pair.right, path)
        if default is not None:
            note = f"the {'left' if left is None else 'right'} says nothing: the provider's default"
            left, right = (default if left is None else left), (default if right is None else right)
    yield _row(path, left, right, sides, note)


def _row(path: str, left: Value, right: Value, sides: _Sides, note: str = "") -> Row:
    name = path.rpartition(".")[2]
    left_text, right_text = _spelled(left, sides.spell_left, name), _spelled(right, sides.spell_right, name)
    return Row(
        path, _verdict(left, right, left_text, right_text, sides), left_text, right_text, note or _secret(left, right)
    )


def _verdict(left: Value, right: Value, left_text: str | None, right_text: str | None, sides: _Sides) -> Verdict:
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


def _spelled(value: Value, spell: Spell, name: str) -> str | None:
    if value is None:
        return None
    if isinstance(value, list) and name in UNORDERED:
        return "[" + ", ".join(sorted(spell(item) for item in value)) + "]"
    return spell(value)


def _secret(left: Value, right: Value) -> str:
    return "a secret is never read" if isinstance(left, Secret) or isinstance(right, Secret) else ""


def _name_row(path: str, left: Value, right: Value, sides: _Sides) -> Row:
    """Compare the names that AWS knows the two by; a name that is left to the provider differs from every other."""
    row = _row(path, left, right, sides)
    if left is None and right is None:
        return Row(path, Verdict.SAME, None, None, "both leave the name to the provider")
    if row.verdict is not Verdict.DIFFERENT:
        return row
    note = "one side leaves the name to the provider" if left is None or right is None else ""
    return Row(path, Verdict.NAME, row.left, row.right, note)


def _policy(value: Value, spell: Spell) -> Policy:
    return EMPTY if value is None else parse_policy(value, spell)


def _role_rows(pair: Pair, sides: _Sides) -> Iterator[Row]:
    left, right = sides.left.roles[pair.left.address], sides.right.roles[pair.right.address]
    yield from _policy_rows(
        "trust", _policy(left.trust, sides.spell_left), _policy(right.trust, sides.spell_right), sides
    )
    granted_left, granted_right = EMPTY, EMPTY
    for source in left.permissions:
        granted_left |= _policy(source.document, sides.spell_left)
    for source in right.permissions:
        granted_right |= _policy(source.document, sides.spell_right)
    yield from _policy_rows("permissions", granted_left, granted_right, sides)
    names_left, names_right = _policy_names(left, sides.left), _policy_names(right, sides.right)
    if names_left or names_right:
        verdict = Verdict.SAME if names_left == names_right else Verdict.NAME
        yield Row("names of policies", verdict, ", ".join(names_left), ", ".join(names_right))


def _policy_names(role: Role, architecture: Architecture) -> list[str]:
    sources = [architecture.program.resources[source.address] for source in role.permissions]
    return sorted(
        speller({})(physical_name(item)) for item in sources if physical_name(item) and item is not role.resource
    )


def _policy_rows(path: str, left: Policy, right: Policy, sides: _Sides) -> Iterator[Row]:
    """Name each grant that one side has and the other does not cover; one row for all that both have."""
    shared = left.grants & right.grants
    if shared:
        spelled = "; ".join(map(str, sorted(shared)))
        yield Row(path, Verdict.SAME, spelled, spelled, f"{len(shared)} grants on both sides")
    renamed_left, renamed_right = _renamed(left, sides.rename_left), _renamed(right, sides.rename_right)
    absent, extra = missing(left, right), missing(right, left)
    lacking = {grant for grant in absent if not _is_covered(grant, sides.rename_left, renamed_right)}
    surplus = {grant for grant in extra if not _is_covered(grant, sides.rename_right, renamed_left)}
    named_left, named_right = set(absent) - lacking, set(extra) - surplus
    if named_left or named_right:
        spelled_left, spelled_right = ("; ".join(map(str, sorted(named))) for named in (named_left, named_right))
        note = "the same grants, on resources of other names"
        yield Row(f"{path} (names)", Verdict.NAME, spelled_left, spelled_right, note)
    yield from _grant_rows(
        path, lacking, surplus, (left.grants - shared - named_left, right.grants - shared - named_right)
    )
    for statement in left.unreadable:
        yield Row(f"{path}: {statement}", Verdict.UNDECIDABLE, statement, None, "not a statement that can be read")
    for statement in right.unreadable:
        yield Row(f"{path}: {statement}", Verdict.UNDECIDABLE, None, statement, "not a statement that can be read")


def _grant_rows(
    path: str, lacking: set[Grant], surplus: set[Grant], unshared: tuple[frozenset[Grant], frozenset[Grant]]
) -> Iterator[Row]:
    """Put a grant beside the one that stands in its place: the only one about the same on the other side."""
    for subject in sorted({grant.subject for grant in lacking | surplus}):
        lefts, rights = ([grant for grant in sorted(side) if grant.subject == subject] for side in unshared)
        if len(lefts) == len(rights) == 1:
            both = lefts[0] in lacking and rights[0] in surplus
            broader = "" if both else f"the {'left' if lefts[0] in lacking else 'right'} grants more"
            yield Row(f"{path}: {subject}", Verdict.DIFFERENT, str(lefts[0]), str(rights[0]), broader)
            continue
        for grant in lefts:
            if grant in lacking:
                yield Row(f"{path}: {grant}", Verdict.ONLY_LEFT, GRANTED, NOT_GRANTED)
        for grant in rights:
            if grant in surplus:
                yield Row(f"{path}: {grant}", Verdict.ONLY_RIGHT, NOT_GRANTED, GRANTED)


def _is_covered(grant: Grant, rename: Callable[[str], str], others: Policy) -> bool:
    return not missing(Policy(frozenset({grant.respelled(rename)})), others)


def _renamed(policy: Policy, rename: Callable[[str], str]) -> Policy:
    return Policy(frozenset(grant.respelled(rename) for grant in policy.grants))


def _order_rows(pair: Pair, before: tuple[Mapping[str, frozenset[str]], Mapping[str, frozenset[str]]]) -> Iterator[Row]:
    left, right = before[0][pair.left.address], before[1][pair.right.address]
    if left or right:
        verdict = Verdict.SAME if left == right else Verdict.DIFFERENT
        yield Row("(made after)", verdict, ", ".join(sorted(left)), ", ".join(sorted(right)))


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


def _outputs(sides: _Sides) -> Section:
    left = {snake(name): value for name, value in sides.left.program.outputs.items()}
    right = {snake(name): value for name, value in sides.right.program.outputs.items()}
    rows = [_row(name, left.get(name), right.get(name), sides) for name in sorted(left.keys() | right.keys())]
    return Section("outputs", "output", "outputs", "outputs", "what the programs give back, by name", tuple(rows))


def _provider(sides: _Sides) -> Section:
    left, right = sides.left.program.provider, sides.right.program.provider
    names = sorted(left.keys() | right.keys()) if left is not None and right is not None else ()
    rows = [_row(name, (left or {}).get(name), (right or {}).get(name), sides) for name in names]
    return Section("AWS provider", "provider", "aws", "aws", "where the programs deploy to", tuple(rows))


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


def _renamer(named: Iterable[tuple[Resource, Resource, str]]) -> Callable[[str], str]:
    """Give the function that replaces each name that differs between the sides by the label of its pair."""
    replacements: dict[str, str] = {}
    for resource, partner, label in named:
        name, other = physical_name(resource), physical_name(partner)
        if isinstance(name, str) and name and name != other:
            replacements.setdefault(name, f"${{{label}.name}}")
    if not replacements:
        return lambda value: value
    longest_first = sorted(replacements, key=len, reverse=True)
    pattern = re.compile(r"(?<![\w-])(?:" + "|".join(map(re.escape, longest_first)) + r")(?![\w-])")
    return lambda value: pattern.sub(lambda match: replacements[match[0]], value)
