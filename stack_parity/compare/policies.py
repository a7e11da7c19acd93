"""What two policies grant, compared."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from stack_parity.compare.comparands import Comparands
from stack_parity.compare.facts import are_equal, may_be_equal
from stack_parity.compare.verdicts import Row, Separation, Verdict
from stack_parity.iam.actions import list_date
from stack_parity.iam.covering import missing
from stack_parity.iam.enumerating import covered_today
from stack_parity.iam.grants import EMPTY, Grant, Names, Policy, parse_policy
from stack_parity.iam.statements import statements_text
from stack_parity.iam.witness import Separator
from stack_parity.model.spelling import Spell
from stack_parity.model.values import Value

_MOST: Final = 200
"""Grants that the other side lacks, up to which each is held against each."""


def policy_of(value: Value, spell: Spell) -> Policy:
    """Return what a document grants; nothing where there is none."""
    return EMPTY if value is None else parse_policy(value, spell)


@dataclass(frozen=True)
class _Side:
    """One of two policies, and what of it the other one has not."""

    policy: Policy
    renamed: Policy
    """With the names that differ between the sides replaced."""
    rename: Callable[[str], str]
    lacking: frozenset[Grant]
    """Grants that nothing on the other side covers."""
    named: frozenset[Grant]
    """Grants that the other side has on resources of other names."""
    today: frozenset[Grant]
    """Grants that the other side covers action by action, by AWS's list of actions."""
    unshared: tuple[Grant, ...]
    """Grants that stand on this side alone, covered or not."""

    def renamed_grant(self, grant: Grant) -> Grant:
        """Return a grant with the names that differ between the sides replaced."""
        return grant.respelled(self.rename)


def policy_rows(path: str, left: Policy, right: Policy, sides: Comparands) -> Iterator[Row]:
    """Yield each grant that one side has and the other does not cover, and one row for all that both have."""
    shared = left.grants & right.grants
    if shared:
        spelled = statements_text(shared)
        yield Row(path, Verdict.SAME, spelled, spelled, f"{len(shared)} grants on both sides")
    one, other = _sides(left, right, sides)
    if one.named or other.named:
        yield _covered(f"{path} (names)", Verdict.NAME, one.named, other.named, "the same, on resources of other names")
    if one.today or other.today:
        note = f"the same by AWS's list of actions of {list_date()}"
        yield _covered(f"{path} (wildcards)", Verdict.SAME, one.today, other.today, note)
    paired = _paired_by_facts(one, other, sides)
    yield from (_fact_row(path, *pair) for pair in paired)
    yield from _grant_rows(path, *(_without(side, index, paired) for index, side in enumerate((one, other))))
    if left.versions and right.versions and left.versions != right.versions:
        spelled_left, spelled_right = (", ".join(sorted(side.versions)) for side in (left, right))
        yield Row(f"{path}: Version", Verdict.DIFFERENT, spelled_left, spelled_right, "of the policy language")
    equal_left, equal_right = left.equal_expressions(right), right.equal_expressions(left)
    if equal_left:
        spelled_left, spelled_right = ("; ".join(sorted(equal)) for equal in (equal_left, equal_right))
        yield Row(
            f"{path} (expressions)", Verdict.SAME, spelled_left, spelled_right, "equal expressions grant the same"
        )
    for statement in sorted({*left.unreadable} - equal_left):
        yield Row(f"{path}: {statement}", Verdict.UNDECIDABLE, statement, None, "not a statement that can be read")
    for statement in sorted({*right.unreadable} - equal_right):
        yield Row(f"{path}: {statement}", Verdict.UNDECIDABLE, None, statement, "not a statement that can be read")


def _covered(path: str, verdict: Verdict, left: Iterable[Grant], right: Iterable[Grant], note: str) -> Row:
    """Return the row of grants that differ in writing only."""
    return Row(path, verdict, statements_text(left) or None, statements_text(right) or None, note)


def _sides(left: Policy, right: Policy, sides: Comparands) -> tuple[_Side, _Side]:
    renamed_left, renamed_right = _renamed(left, sides.rename_left), _renamed(right, sides.rename_right)
    return (
        _side(left, right, sides.rename_left, renamed_left, renamed_right),
        _side(right, left, sides.rename_right, renamed_right, renamed_left),
    )


def _side(policy: Policy, other: Policy, rename: Callable[[str], str], renamed: Policy, other_renamed: Policy) -> _Side:
    absent = frozenset(missing(policy, other))
    uncovered = frozenset(
        grant for grant in absent if missing(Policy(frozenset({grant.respelled(rename)})), other_renamed)
    )
    today = frozenset(grant for grant in uncovered if covered_today(grant.respelled(rename), other_renamed.grants))
    named = absent - uncovered
    unshared = tuple(sorted(policy.grants - other.grants - named - today))
    return _Side(policy, renamed, rename, uncovered - today, named, today, unshared)


def _fact_row(path: str, left: Grant, right: Grant, verdict: Verdict) -> Row:
    one, other = statements_text([left]), statements_text([right])
    note = "" if verdict is Verdict.SAME else "the same if the deployment is where one side says"
    return Row(f"{path}: {left.subject}", verdict, one, other, note)


def _paired_by_facts(left: _Side, right: _Side, sides: Comparands) -> list[tuple[Grant, Grant, Verdict]]:
    """Return grants that are equal because, or only if, the deployment is where one of them says."""
    programs = sides.left.program, sides.right.program
    rest = {grant: statements_text([grant]) for grant in sorted(right.lacking)[:_MOST]}
    found: list[tuple[Grant, Grant, Verdict]] = []
    for grant in sorted(left.lacking)[:_MOST]:
        text = statements_text([grant])
        same = next((one for one, other in rest.items() if are_equal(text, other, programs)), None)
        twin = same or next((one for one, other in rest.items() if may_be_equal(text, other, programs)), None)
        if twin is not None:
            del rest[twin]
            found.append((grant, twin, Verdict.SAME if same else Verdict.UNDECIDABLE))
    return found


def _without(side: _Side, index: int, pairs: Iterable[tuple[Grant, Grant, Verdict]]) -> _Side:
    gone = frozenset(pair[:2][index] for pair in pairs)
    rest = tuple(grant for grant in side.unshared if grant not in gone)
    return replace(side, lacking=side.lacking - gone, unshared=rest)


def _grant_rows(path: str, left: _Side, right: _Side) -> Iterator[Row]:
    """Put grants beside those that stand in their place: about the same actions for the same principals."""
    separate = _separation(left, right)
    subjects: dict[str, tuple[list[Grant], list[Grant]]] = defaultdict(lambda: ([], []))
    for index, side in enumerate((left, right)):
        for grant in side.unshared:
            subjects[grant.subject][index].append(grant)
    for subject, (lefts, rights) in sorted(subjects.items()):
        lacking, surplus = ([grant for grant in lefts if grant in left.lacking],
                            [grant for grant in rights if grant in right.lacking])  # fmt: skip
        if len(lefts) == len(rights) == 1 and (lacking or surplus):
            broader = "" if lacking and surplus else f"the {'left' if lacking else 'right'} grants more"
            one, other = statements_text(lefts), statements_text(rights)
            found = separate(lacking, surplus)
            yield Row(f"{path}: {subject}", Verdict.DIFFERENT, one, other, broader, found)
            continue
        for several in _alike(lacking):
            text, found = statements_text(several), separate(several, ())
            yield Row(f"{path}: {_several(several)}", Verdict.ONLY_LEFT, text, None, separation=found)
        for several in _alike(surplus):
            text, found = statements_text(several), separate((), several)
            yield Row(f"{path}: {_several(several)}", Verdict.ONLY_RIGHT, None, text, separation=found)


def _alike(grants: Iterable[Grant]) -> list[list[Grant]]:
    """Put together grants that differ in their resources alone."""
    groups: dict[Grant, list[Grant]] = {}
    for grant in grants:
        groups.setdefault(grant if grant.resources.negated else replace(grant, resources=Names(())), []).append(grant)
    return list(groups.values())


def _several(grants: list[Grant]) -> str:
    values = tuple(value for grant in grants for value in grant.resources.values)
    return str(replace(grants[0], resources=Names(values, grants[0].resources.negated)))


def _separation(left: _Side, right: _Side) -> Callable[[Iterable[Grant], Iterable[Grant]], Separation | None]:
    """Return the function that finds a request which tells the two policies apart by one of some grants."""
    separator = Separator(left.renamed, right.renamed)

    def separate(lefts: Iterable[Grant], rights: Iterable[Grant]) -> Separation | None:
        if left.policy.unreadable or right.policy.unreadable:
            return None
        renamed = (*map(left.renamed_grant, lefts), *map(right.renamed_grant, rights))
        found = next(filter(None, map(separator.request, renamed)), None)
        return None if found is None else Separation("left" if found[1] else "right", found[0])

    return separate


def _renamed(policy: Policy, rename: Callable[[str], str]) -> Policy:
    return Policy(frozenset(grant.respelled(rename) for grant in policy.grants))
