"""The product's principles as checks: pass, fail, or not decidable, each with its evidence.

A value that the input does not tell never passes.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from stack_parity.checks import component, environments, function, permissions
from stack_parity.checks.facts import Facts, Principle
from stack_parity.compare.verdicts import PrincipleResult, Status, Verdict
from stack_parity.iam.roles import Architecture

PRINCIPLES: Final[tuple[Principle, ...]] = (
    *component.PRINCIPLES,
    *environments.PRINCIPLES,
    *function.PRINCIPLES,
    *permissions.PRINCIPLES,
)


def check_principles(
    left: Architecture, lefts: Iterable[Architecture], right: Architecture, rights: Iterable[Architecture]
) -> tuple[PrincipleResult, ...]:
    """Check every principle on both sides of one environment.

    Args:
        left: the environment on the left.
        lefts: all environments of the left that were read, this one among them.
        right: the environment on the right.
        rights: all of the right.
    """
    one, other = Facts(left, tuple(lefts)), Facts(right, tuple(rights))
    return tuple(_check(principle, one, other) for principle in PRINCIPLES)


def _check(principle: Principle, left: Facts, right: Facts) -> PrincipleResult:
    one, other = principle.check(left), principle.check(right)
    verdict = Verdict.SAME if one.status is other.status else Verdict.DIFFERENT
    if Status.UNDECIDABLE in {one.status, other.status}:
        verdict = Verdict.UNDECIDABLE
    return PrincipleResult(principle.id, principle.title, verdict, one, other)
