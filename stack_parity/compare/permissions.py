"""Roles, compared: who may assume them, what they may do, and what their policies are called."""

from __future__ import annotations

from collections.abc import Iterator

from stack_parity.compare.comparands import Comparands
from stack_parity.compare.policies import policy_of, policy_rows
from stack_parity.compare.verdicts import Row, Verdict
from stack_parity.iam.grants import EMPTY
from stack_parity.iam.roles import Role
from stack_parity.match.pairing import Pair
from stack_parity.model.program import Program
from stack_parity.model.spelling import speller


def role_rows(pair: Pair, sides: Comparands) -> Iterator[Row]:
    """Yield who may assume a role and what it may do, on both sides."""
    left, right = sides.left.roles[pair.left.address], sides.right.roles[pair.right.address]
    yield from policy_rows(
        "trust", policy_of(left.trust, sides.spell_left), policy_of(right.trust, sides.spell_right), sides
    )
    granted_left, granted_right = EMPTY, EMPTY
    for source in left.permissions:
        granted_left |= policy_of(source.document, sides.spell_left)
    for source in right.permissions:
        granted_right |= policy_of(source.document, sides.spell_right)
    yield from policy_rows("permissions", granted_left, granted_right, sides)
    names_left, names_right = _policy_names(left), _policy_names(right)
    if names_left or names_right:
        verdict = Verdict.SAME if names_left == names_right else Verdict.NAME
        yield Row("names of policies", verdict, ", ".join(names_left), ", ".join(names_right))
    made_left, made_right = _made_elsewhere(left, sides.left.program), _made_elsewhere(right, sides.right.program)
    if made_left != made_right:
        yield Row("provider of policies", Verdict.DIFFERENT, "; ".join(made_left), "; ".join(made_right))


def _policy_names(role: Role) -> list[str]:
    return sorted(speller({})(source.name) for source in role.permissions if source.name)


def _made_elsewhere(role: Role, program: Program) -> list[str]:
    """Return the settings of the provider of each policy that another one makes than the role's own."""
    own = program.settings_of(role.resource)
    settings = (program.settings_of(program.resources[source.address]) for source in role.permissions)
    return sorted(speller({})(dict(other)) for other in settings if other is not None and other != own)
