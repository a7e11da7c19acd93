"""One change at a time: what was changed, in which resource and at which attribute, and the program after it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from stack_parity.aws import schema
from stack_parity.aws.identity import NAMES
from stack_parity.aws.schema import Attribute, Kind
from stack_parity.compare.differences import compare
from stack_parity.compare.verdicts import Verdict
from stack_parity.iam.roles import gather_roles
from stack_parity.match.walk import pair_up
from stack_parity.model.program import Edge, Program, Resource
from stack_parity.model.values import Document, Ref, Text, Value
from stack_parity.normalize import normalize

Steps = tuple[str | int, ...]
Change = Callable[[Value], Value]


@dataclass(frozen=True)
class Mutation:
    """A changed program, and what a comparison must name; `path` is None where nothing may be named."""

    kind: str
    program: Program
    addresses: frozenset[str]
    """Of the resources at which rows may appear; `outputs` and `aws` are those of the program itself."""
    path: str | None
    """The attribute, without numbers; empty where any row of the resource will do."""
    followers: frozenset[str] = frozenset()
    """Resources that need the changed one by what was changed of it, its name or its region: their rows may tell so."""


@dataclass(frozen=True)
class Outcome:
    """What the comparison made of a mutation."""

    mutation: Mutation
    named: bool
    elsewhere: tuple[str, ...]
    """Rows at places that were not changed."""


def outcome(origin: Program, mutation: Mutation) -> Outcome:
    """Compare a program with its mutation."""
    one, other = gather_roles(normalize(origin)), gather_roles(normalize(mutation.program))
    pairing = pair_up(one, other)
    right, wrong = 0, list[str]()
    for part in compare(one, other, pairing, pairing.labels()):
        for row in part.rows:
            if row.verdict is Verdict.SAME:
                continue
            places = {part.left, part.right}
            if mutation.path is not None and places & mutation.addresses and _at(row.path, mutation):
                right += 1
            elif not places & mutation.followers:
                wrong.append(f"{part.left or part.right} {row.path} {row.verdict}: {row.left} | {row.right}")
    return Outcome(mutation, right > 0 if mutation.path is not None else not wrong, tuple(wrong))


_POLICIES: Final[Mapping[str, str]] = {
    "assume_role_policy": "trust",
    "inline_policy": "permissions",
    "managed_policy_arns": "permissions",
}
"""By attribute of a role, under which name its grants are compared."""


def _at(path: str, mutation: Mutation) -> bool:
    """Return whether a row is at the changed attribute, inside it or what holds it, or of a grant of its policy."""
    wanted, found = mutation.path or "", re.sub(r"\[\d+\]|\.\d+(?=\.|$)", "", path)
    if not wanted or found == wanted or found.startswith(f"{wanted}.") or wanted.startswith(f"{found}."):
        return True
    first = wanted.partition(".")[0]
    return found.partition(":")[0] in {wanted, _POLICIES.get(first)} or (
        first == "inline_policy" and found == "names of policies"
    )


def leaf_mutations(program: Program, address: str) -> Iterator[Mutation]:
    """Yield a change of each value of a resource, and of the order of each of its lists and sets."""
    resource = program.resources[address]
    known = schema.of(resource.type)
    here, followers = _places(program, resource), _followers(program, address)
    names = NAMES.get(resource.type)
    for name, value in sorted(resource.attributes.items()):
        attribute = known.attributes.get(name) if known else None
        for kind, steps, change in _changes(value, attribute, (name,)):
            attributes = {**resource.attributes, name: _changed(value, steps[1:], change)}
            path = ".".join(step for step in steps if isinstance(step, str))
            yield Mutation(
                kind,
                _with(program, replace(resource, attributes=attributes)),
                here,
                None if kind == "order of a set" else "" if resource.type in FOLDED else path,
                followers if path == names else frozenset(),
            )


def read_mutation(program: Program, address: str, name: str, changed: Program) -> Mutation:
    """Return a change that was made in the input itself: of one attribute of a resource.

    Args:
        program: as it was.
        address: the resource.
        name: the attribute.
        changed: what was read of the changed input.
    """
    resource = program.resources[address]
    followers = _followers(program, address) if name == NAMES.get(resource.type) else frozenset[str]()
    path = "" if resource.type in FOLDED else name
    return Mutation("attribute of an input", changed, _places(program, resource), path, followers)


def _changes(value: Value, known: Attribute | None, steps: Steps) -> Iterator[tuple[str, Steps, Change]]:
    if isinstance(value, dict):
        inner = known.attributes if known and known.kind is not Kind.MAP else {}
        for key, item in value.items():
            yield from _changes(item, inner.get(key), (*steps, key))
    elif isinstance(value, list):
        if len(value) > 1 and value != value[::-1]:
            is_set = known is not None and known.kind is Kind.SET
            yield (
                ("order of a set" if is_set else "order of a list"),
                steps,
                lambda held: held[::-1] if isinstance(held, list) else held,
            )
        for number, item in enumerate(value):
            yield from _changes(item, known, (*steps, number))
    elif isinstance(value, str | int | float):
        yield "attribute", steps, _other


def _other(value: Value) -> Value:
    if isinstance(value, bool):
        return not value
    return f"{value}-changed" if isinstance(value, str) else value + 1 if isinstance(value, int | float) else value


def _changed(value: Value, steps: Steps, change: Change) -> Value:
    if not steps:
        return change(value)
    first, *rest = steps
    if isinstance(value, dict) and isinstance(first, str):
        return {**value, first: _changed(value[first], tuple(rest), change)}
    if isinstance(value, list) and isinstance(first, int):
        return [_changed(item, tuple(rest), change) if at == first else item for at, item in enumerate(value)]
    raise KeyError(first)


def _with(program: Program, resource: Resource) -> Program:
    return replace(program, resources={**program.resources, resource.address: resource})


ANYWHERE: Final = ""
FOLDED: Final = frozenset({"aws_iam_role_policy"})
"""Types that are compared as a part of the resource that they belong to; IAM has no region, so no provider's."""


def _places(program: Program, resource: Resource) -> frozenset[str]:
    """Return where a change of a resource may be named: at itself, or at the role whose policy it is."""
    owners = {edge.target for edge in resource.edges if program.resources[edge.target].type == "aws_iam_role"}
    return frozenset({resource.address, *(owners if resource.type in FOLDED else ())})


def _followers(program: Program, address: str) -> frozenset[str]:
    """Return the resources that a change of a name or a region reaches."""
    found: set[str] = set()
    for other, one in program.resources.items():
        if any(edge.target == address for edge in one.edges):
            found |= _places(program, one) if one.type in FOLDED else {other}
    return frozenset(found)


def whole_mutations(program: Program) -> Iterator[Mutation]:
    """Yield the changes of whole resources, of references, order, providers and outputs."""
    for address, resource in program.resources.items():
        here = _places(program, resource)
        rest = {other: one for other, one in program.resources.items() if other != address}
        needed = {target for one in rest.values() for target in _needs(one)}
        if address not in needed:
            yield Mutation("resource removed", replace(program, resources=rest), here, ANYWHERE)
        new = f"{address}_more"
        more = replace(resource, address=new, name=f"{resource.name}_more", edges=_moved(resource, new))
        yield Mutation("resource added", _with(program, more), here | {new}, ANYWHERE)
        if resource.depends_on:
            yield Mutation("depends_on", _with(program, replace(resource, depends_on=frozenset())), here, ANYWHERE)
        for name in program.providers if resource.type not in FOLDED else ():
            moved, followers = replace(resource, provider=name), _followers(program, address)
            yield Mutation("provider", _with(program, moved), here, "provider", followers)
        yield from _references(program, resource)
    for name, value in program.outputs.items():
        outputs = frozenset({"outputs"})
        kept = {other: one for other, one in program.outputs.items() if other != name}
        yield Mutation("output", replace(program, outputs=kept), outputs, name)
        yield Mutation("output", replace(program, outputs={**kept, name: Text((_part(value), "x"))}), outputs, name)


def _part(value: Value) -> str | Ref:
    return value if isinstance(value, Ref) else str(value)


def _needs(resource: Resource) -> Iterator[str]:
    yield from resource.depends_on
    yield from (edge.target for edge in resource.edges)


def _moved(resource: Resource, address: str) -> frozenset[Edge]:
    return frozenset(replace(edge, source=address) for edge in resource.edges)


def _references(program: Program, resource: Resource) -> Iterator[Mutation]:
    """Yield each reference moved to another resource of its type."""
    for name, value in resource.attributes.items():
        if not isinstance(value, Ref) or value.address not in program.resources:
            continue
        type_ = program.resources[value.address].type
        for address, other in program.resources.items():
            if other.type == type_ and address not in (value.address, resource.address):
                edges = frozenset(
                    replace(edge, target=address) if edge.attribute == name else edge for edge in resource.edges
                )
                attributes = {**resource.attributes, name: Ref(address, value.attribute)}
                changed = replace(resource, attributes=attributes, edges=edges)
                yield Mutation(
                    "reference",
                    _with(program, changed),
                    _places(program, resource) | {value.address, address},
                    ANYWHERE,
                )


def policy_mutations(program: Program) -> Iterator[Mutation]:
    """Yield a change of each action, resource, principal and condition of the statements of each policy."""
    for resource in program.resources.values():
        for name, value in resource.attributes.items():
            statements = _statements(value)
            for at, statement in enumerate(statements):
                for kind in ("Action", "Resource", "Principal", "Condition", "Effect"):
                    if isinstance(statement, dict) and kind in statement:
                        yield _policy_mutation(program, resource, name, at, kind)


def _statements(value: Value) -> list[Value]:
    content = value.content if isinstance(value, Document) else None
    found = content.get("Statement") if isinstance(content, dict) else None
    return found if isinstance(found, list) else []


_POLICY_CHANGES: Final[Mapping[str, Value]] = {
    "Action": "sqs:PurgeQueue",
    "Resource": "arn:aws:sqs:eu-west-1:123456789012:elsewhere",
    "Principal": {"Service": "scheduler.amazonaws.com"},
    "Condition": {"StringEquals": {"aws:SourceAccount": "999999999999"}},
    "Effect": "Deny",
}


def _policy_mutation(program: Program, resource: Resource, name: str, at: int, kind: str) -> Mutation:
    held = resource.attributes[name]
    content = _changed(
        held.content if isinstance(held, Document) else held, ("Statement", at, kind), lambda _: _POLICY_CHANGES[kind]
    )
    attributes = {**resource.attributes, name: Document(content)}
    changed = _with(program, replace(resource, attributes=attributes))
    return Mutation(f"policy: {kind.lower()}", changed, _places(program, resource), ANYWHERE)
