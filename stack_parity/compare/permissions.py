"""What two policies grant, compared."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from stack_parity.compare.comparands import Comparands
from stack_parity.compare.verdicts import Row, Verdict
from stack_parity.iam.covering import missing
from stack_parity.iam.grants import EMPTY, Grant, Policy, parse_policy
from stack_parity.iam.roles import Role
from stack_parity.match.pairing import Pair
from stack_parity.model.program import Program
from stack_parity.model.spelling import Spell, speller
from stack_parity.model.values import Value

GRANTED: Final = "granted"
NOT_GRANTED: Final = "not granted"


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


def policy_of(value: Value, spell: Spell) -> Policy:
    """Return what a document grants; nothing where there is none."""
    return EMPTY if value is None else parse_policy(value, spell)


def policy_rows(path: str, left: Policy, right: Policy, sides: Comparands) -> Iterator[Row]:
    """Yield each grant that one side has and the other does not cover, and one row for all that both have."""
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
    if left.versions and right.versions and left.versions != right.versions:
        spelled_left, spelled_right = (", ".join(sorted(side.versions)) for side in (left, right))
        yield Row(f"{path}: Version", Verdict.DIFFERENT, spelled_left, spelled_right, "of the policy language")
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
