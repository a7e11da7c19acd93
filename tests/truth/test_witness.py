"""A request that the comparison gives for a difference of policies is proved to separate them, by the prover."""

from random import Random
from typing import Any

import pytest
import z3
from iamprover.engine.context import Context
from iamprover.engine.encoder import allowed
from iamprover.model import Principal
from iamprover.parsers.iam import parse_policy_document

from stack_parity.iam.covering import missing
from stack_parity.iam.grants import parse_policy
from stack_parity.iam.requests import Request
from stack_parity.iam.witness import Separator
from stack_parity.model.spelling import speller
from tools.truth.policies import ROLE, _pair, separate

PAIRS = 25


def witness(left: dict[str, Any], right: dict[str, Any]) -> Request | None:
    one, other = (parse_policy(document, speller({})) for document in (left, right))
    found = map(Separator(one, other).request, (*missing(one, other), *missing(other, one)))
    return next((request for request, _ in filter(None, found)), None)


def is_proved(left: dict[str, Any], right: dict[str, Any], request: Request) -> bool:
    """Say whether just one policy allows the request, as the prover has it; an absent key is free there."""
    context, solver = Context(), z3.Solver()
    action, resource = z3.StringVal(request.action.lower()), z3.StringVal(request.resource)
    one, other = (
        allowed(Principal(ROLE, [parse_policy_document("judged", document)]), action, resource, context)
        for document in (left, right)
    )
    solver.add(*(context.constrain(key, value) for key, value in request.context))
    solver.add(one != other)
    return bool(solver.check() == z3.sat)


def test_every_request_separates_as_the_prover_has_it() -> None:
    chance = Random(11)  # noqa: S311 - generated cases, no secret
    given = 0
    for _ in range(PAIRS):
        left, right = _pair(chance)
        request = witness(left, right)
        if request is not None:
            given += 1
            assert is_proved(left, right, request), f"{left} | {right}: {request}"
    assert given > PAIRS / 4


def test_a_request_is_found_wherever_the_prover_finds_one() -> None:
    chance = Random(5)  # noqa: S311 - generated cases, no secret
    missed, found = [], 0
    for _ in range(PAIRS):
        left, right = _pair(chance)
        answer, _ = separate(left, right)
        request = witness(left, right)
        found += request is not None
        if (answer == z3.sat and request is None) or (answer == z3.unsat and request is not None):
            missed.append((left, right, request))
    assert missed == []
    assert found > 0


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ({"Action": "s3:Get*"}, {"Action": "s3:GetObject"}),
        ({"Action": "s3:GetObject"}, {"Action": "s3:PutObject"}),
        ({"NotAction": "iam:*"}, {"NotAction": ["iam:*", "s3:*"]}),
        ({"Resource": "arn:aws:s3:::b/*"}, {"Resource": "arn:aws:s3:::b/k"}),
        ({"NotResource": "arn:aws:s3:::b/*"}, {}),
        ({"Condition": {"StringEquals": {"aws:SourceAccount": "1"}}}, {}),
        ({"Condition": {"StringNotEquals": {"aws:SourceAccount": "1"}}}, {}),
        (
            {"Condition": {"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}}},
            {"Condition": {"IpAddress": {"aws:SourceIp": "10.0.0.0/16"}}},
        ),
        (
            {"Condition": {"StringLike": {"aws:PrincipalTag/x": "a*"}}},
            {"Condition": {"StringLike": {"aws:PrincipalTag/x": "a"}}},
        ),
    ],
)
def test_each_kind_of_difference_has_its_request(left: dict[str, Any], right: dict[str, Any]) -> None:
    def document(change: dict[str, Any]) -> dict[str, Any]:
        statement = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"} | change
        for element in ("Action", "Resource"):
            if f"Not{element}" in change:
                del statement[element]
        return {"Version": "2012-10-17", "Statement": [statement]}

    one, other = document(left), document(right)
    request = witness(one, other)
    assert request is not None
    assert is_proved(one, other, request)
