"""Pairs of generated policies, judged here and by a prover (iamprover, Z3) that knows nothing of this project.

What the prover models is what is generated: actions and resources with wildcards, Not elements, Allow and Deny,
StringEquals, StringLike, Bool and networks, for a request that has every key. It lets `*` of `ArnLike` cross colons,
and knows neither `IfExists` nor sets of values: those are held by tests alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Any, Final

import z3
from iamprover.engine.context import Context
from iamprover.engine.encoder import allowed
from iamprover.model import Principal
from iamprover.parsers.iam import parse_policy_document

from stack_parity.iam.covering import missing
from stack_parity.iam.grants import parse_policy
from stack_parity.model.spelling import speller
from tools.truth.figures import Figure

ROLE: Final = "arn:aws:iam::123456789012:role/judged"
PATIENCE: Final = 500
"""Milliseconds for one pair."""

_ACTIONS: Final = ("s3:GetObject", "s3:Get*", "s3:?etObject", "s3:*", "*", "logs:PutLogEvents")
_RESOURCES: Final = ("*", "arn:aws:s3:::b/*", "arn:aws:s3:::b/k", "arn:aws:s3:::b/?", "arn:aws:s3:::*/k")
_CONDITIONS: Final[tuple[dict[str, Any], ...]] = (
    {},
    {"StringEquals": {"aws:SourceAccount": "1"}},
    {"StringEquals": {"aws:SourceAccount": ["1", "2"]}},
    {"StringNotEquals": {"aws:SourceAccount": "1"}},
    {"StringLike": {"aws:PrincipalTag/x": "a*"}},
    {"StringLike": {"aws:PrincipalTag/x": ["a?", "b"]}},
    {"StringNotLike": {"aws:PrincipalTag/x": "a*"}},
    {"Bool": {"aws:SecureTransport": "true"}},
    {"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}},
    {"IpAddress": {"aws:SourceIp": "10.1.0.0/16"}, "Bool": {"aws:SecureTransport": "true"}},
    {"NotIpAddress": {"aws:SourceIp": "10.1.0.0/16"}},
)


@dataclass(frozen=True)
class Request:
    """A request that one of two policies allows and the other does not."""

    action: str
    resource: str
    context: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Counts:
    """What became of the pairs."""

    same: int
    """Called the same here, and proved to be."""
    separated: int
    """Called different here, and a request tells them apart."""
    cautious: int
    """Called different here, while no request tells them apart: a Deny that covers an Allow, or a union of patterns."""
    undecided: int
    """The prover ran out of time."""
    lies: tuple[str, ...]
    """Called the same here, while a request tells them apart: each pair, and the request."""


def judge_policies(pairs: int, seed: int = 0) -> Counts:
    """Judge generated pairs of policies."""
    chance = Random(seed)  # noqa: S311 - generated cases, no secret
    same = separated = cautious = undecided = 0
    lies: list[str] = []
    for _ in range(pairs):
        left, right = _pair(chance)
        equal = _equal(left, right)
        answer, request = separate(left, right)
        if answer == z3.unknown:
            undecided += 1
        elif request is not None:
            separated += not equal
            lies += [f"{left} | {right}: {request}"] if equal else []
        else:
            same += equal
            cautious += not equal
    return Counts(same, separated, cautious, undecided, tuple(lies))


def policy_figures(pairs: int) -> Iterator[Figure]:
    """Yield how often the prover agrees: with what is called the same, and with what is called different."""
    counts = judge_policies(pairs)
    yield Figure(
        "a pair of policies called the same: proved", counts.same, counts.same + len(counts.lies), counts.lies, pairs
    )
    yield Figure(
        "a pair of policies called different: a request tells them apart",
        counts.separated,
        counts.separated + counts.cautious,
        (f"{counts.undecided} pairs of {pairs} took the prover too long",) if counts.undecided else (),
        pairs,
    )


def separate(left: dict[str, Any], right: dict[str, Any]) -> tuple[z3.CheckSatResult, Request | None]:
    """Return the prover's answer, and a request that just one of the policies allows, where there is one."""
    action, resource, context, solver = z3.String("action"), z3.String("resource"), Context(), z3.Solver()
    solver.set("timeout", PATIENCE)
    one, other = (
        allowed(Principal(ROLE, [parse_policy_document("judged", document)]), action, resource, context)
        for document in (left, right)
    )
    solver.add(one != other)
    answer = solver.check()
    if answer != z3.sat:
        return answer, None
    model = solver.model()
    name, target = (model.eval(term, model_completion=True).as_string() for term in (action, resource))
    return answer, Request(name, target, tuple(sorted(context.assignments(model).items())))


def _equal(left: dict[str, Any], right: dict[str, Any]) -> bool:
    one, other = (parse_policy(document, speller({})) for document in (left, right))
    return not (missing(one, other) or missing(other, one))


def _pair(chance: Random) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return a policy and one that was made from it, so that many pairs are close to each other."""
    left = [_statement(chance) for _ in range(chance.randint(1, 3))]
    right = [dict(one) for one in left]
    if chance.random() < 0.4:
        right.append(_statement(chance))
    else:
        changed = chance.choice(right)
        changed.update({key: value for key, value in _statement(chance).items() if key in changed and _tossed(chance)})
    chance.shuffle(right)
    return tuple({"Version": "2012-10-17", "Statement": one} for one in (left, right))  # type: ignore[return-value]  # two


def _tossed(chance: Random) -> bool:
    return chance.random() < 0.5


def _statement(chance: Random) -> dict[str, Any]:
    action, resource = (f"{chance.choice(('', '', '', 'Not'))}{name}" for name in ("Action", "Resource"))
    return {
        "Effect": chance.choice(("Allow", "Allow", "Deny")),
        action: chance.sample(_ACTIONS, chance.randint(1, 2)),
        resource: chance.sample(_RESOURCES, chance.randint(1, 2)),
        "Condition": chance.choice(_CONDITIONS),
    }
