"""The verdict on roles: what each lacks of its promise, and what it grants beyond it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from product.security.aws_actions import every_action
from product.security.prover import find_excess
from product.security.requests import (
    METRICS,
    ON_GROUP,
    ON_STREAM,
    TRACING,
    Request,
    forbidden,
    forbidden_to_assume,
    needed,
    needed_to_assume,
    promise_of,
)
from product.security.role import Role
from product.security.simulator import judge

GRANTED: Final = frozenset((*ON_GROUP, *ON_STREAM, METRICS, *TRACING))
"""Every action that the promise holds."""
ALWAYS_ALLOWED: Final = frozenset({"sts:GetCallerIdentity"})
"""What AWS allows whatever a policy says (STS reference, GetCallerIdentity)."""


@dataclass(frozen=True)
class Verdict:
    """How many requests were judged, and one line for each that was judged otherwise than promised."""

    judged: int
    faults: tuple[str, ...]


def judge_roles(roles: Mapping[str, Role]) -> dict[str, Verdict]:
    """Judge each role's needed calls, their nearest neighbours and who may assume it.

    Where the simulator finds no fault, the prover must prove that nothing is granted beyond the promise.
    """
    asked = {name: _questions(role) for name, role in roles.items()}
    answers = iter(judge([(roles[name], request) for name, questions in asked.items() for request, _ in questions]))
    verdicts = {}
    for name, role in roles.items():
        faults = [_fault(request, expected) for request, expected in asked[name] if next(answers) != expected]
        if not faults and (excess := find_excess(role, promise_of(role))):
            faults.append(f"granted beyond the promise: {excess}")
        verdicts[name] = Verdict(len(asked[name]), tuple(faults))
    return verdicts


def judge_every_action(role: Role) -> Verdict:
    """Judge every action of AWS's list with a resource of its kind; only those of the promise may be allowed."""
    requests = every_action(promise_of(role))
    allowed = judge([(role, request) for request in requests])
    expected = GRANTED | ALWAYS_ALLOWED
    beyond = [
        request for request, answer in zip(requests, allowed, strict=True) if answer and request.action not in expected
    ]
    return Verdict(len(requests), tuple(_fault(request, False) for request in beyond))


def _questions(role: Role) -> Sequence[tuple[Request, bool]]:
    promise = promise_of(role)
    return [
        *((request, True) for request in (*needed(promise), *needed_to_assume(promise))),
        *((request, False) for request in (*forbidden(promise), *forbidden_to_assume(promise))),
    ]


def _fault(request: Request, expected: bool) -> str:
    caller = f"{request.caller}: " if request.caller else ""
    context = f" with {dict(request.context)}" if request.context else ""
    return f"{'denied' if expected else 'allowed'}: {caller}{request.action} on {request.resource}{context}"
