"""The whole comparison: every environment, its principles, and the way from one environment to the next."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from stack_parity.checks.facts import Change, Facts
from stack_parity.checks.outcomes import Status
from stack_parity.checks.principle import Principle
from stack_parity.checks.profile import Profile, read_profile
from stack_parity.compare.allowed import Allowance, read_allowances
from stack_parity.compare.comparands import Labels
from stack_parity.compare.concerns import Concern, concern_of
from stack_parity.compare.differences import compare
from stack_parity.compare.environment_changes import environment_changes
from stack_parity.compare.verdicts import Section, Verdict
from stack_parity.iam.roles import Architecture, gather_roles
from stack_parity.match.walk import pair_up
from stack_parity.model.program import Program
from stack_parity.normalize import normalize
from stack_parity.report.agreements import Agreements
from stack_parity.report.model import Report
from stack_parity.report.results import (
    ChangedAttribute,
    EnvironmentChange,
    EnvironmentResult,
    LoneEnvironment,
    PrincipleResult,
    Side,
)
from stack_parity.sources.detection import find
from stack_parity.sources.environments import Choice, choose
from stack_parity.sources.inputs import Input, load_all
from stack_parity.sources.pulumi.running.options import DEFAULTS, RunOptions


@dataclass(frozen=True)
class _Compared:
    """One environment on the way: both architectures, what they are called, and the sections."""

    name: str
    left: Architecture
    right: Architecture
    labels: Labels
    sections: tuple[Section, ...]


def compare_programs(
    left: Path,
    right: Path,
    *,
    environments: Sequence[str] = (),
    left_environment: str | None = None,
    right_environment: str | None = None,
    allow: Path | None = None,
    names: bool = False,
    profile: Path | None = None,
    only: Collection[Concern] = frozenset(Concern),
    run: RunOptions = DEFAULTS,
) -> Report:
    """Compare two programs.

    Args:
        left: a Pulumi project, preview or export; a cdktf.out folder, cdk.tf.json, or `terraform show -json`.
        right: the same.
        environments: names of environments of both; none means all that both have.
        left_environment: the left's environment, where the names differ.
        right_environment: the right's environment.
        allow: a file of agreed differences; one that nothing needs is an error.
        names: whether a difference in names alone counts as one.
        profile: a file of the principles that both sides are held against.
        only: what the compared points touch; the others are left out.
        run: how Pulumi programs are run.

    Raises:
        InputError: when something cannot be read or compared: what, where, and the remedy.
    """
    stated = read_profile(profile) if profile is not None else None
    allowances = read_allowances(allow) if allow is not None else ()
    one, other = find(left, run), find(right, run)
    chosen = choose(one, other, environments, left_environment, right_environment)
    return compare_inputs(one, other, chosen, allowances, names=names, profile=stated, only=only)


def compare_inputs(
    left: Input,
    right: Input,
    chosen: Choice,
    allowances: Sequence[Allowance] = (),
    *,
    names: bool = False,
    profile: Profile | None = None,
    only: Collection[Concern] = frozenset(Concern),
) -> Report:
    """Compare the chosen environments.

    Args:
        left: one input.
        right: the other.
        chosen: which environment of the left is compared with which of the right, and which stand alone.
        allowances: agreed differences; one that nothing needs is an error.
        names: whether a difference in names alone counts as one.
        profile: the principles that both sides are held against.
        only: what the compared points touch; the others are left out.

    Raises:
        InputError: when an environment cannot be read, or an allowance is not needed.
    """
    wanted = [(left, name) for name, _ in chosen.pairs] + [(right, name) for _, name in chosen.pairs]
    programs = [gather_roles(normalize(program)) for program in load_all(wanted)]
    lefts = {name: one for (name, _), one in zip(chosen.pairs, programs, strict=False)}
    rights = {name: one for (_, name), one in zip(chosen.pairs, programs[len(chosen.pairs) :], strict=True)}
    agreed = Agreements(allowances, names=names)
    compared = [_compare(lefts[one], rights[other], one, other) for one, other in chosen.pairs]
    results = tuple(_only(_result(item, lefts, rights, agreed, profile), only) for item in compared)
    changes = tuple(_environment_change(compared[0], item, agreed, only) for item in compared[1:])
    agreed.check_all_used(result.name for result in results)
    return Report(
        left=str(left.path),
        right=str(right.path),
        environments=results,
        environment_changes=changes,
        alone=(
            *(LoneEnvironment(name=name, side="left") for name in chosen.only_left),
            *(LoneEnvironment(name=name, side="right") for name in chosen.only_right),
        ),
    )


def _compare(left: Architecture, right: Architecture, left_name: str, right_name: str) -> _Compared:
    pairing = pair_up(left, right)
    labels = pairing.labels()
    name = left_name if left_name == right_name else f"{left_name} and {right_name}"
    return _Compared(name, left, right, labels, compare(left, right, pairing, labels))


def _result(
    item: _Compared,
    lefts: Mapping[str, Architecture],
    rights: Mapping[str, Architecture],
    agreed: Agreements,
    profile: Profile | None,
) -> EnvironmentResult:
    sections = tuple(
        replace(part, rows=tuple(agreed.row(item.name, part.label, row) for row in part.rows)) for part in item.sections
    )
    one = Facts(item.left, tuple(lefts.values()), changes)
    other = Facts(item.right, tuple(rights.values()), changes)
    principles = profile.principles if profile is not None else ()
    return EnvironmentResult(
        name=item.name,
        left=_side(item.left.program),
        right=_side(item.right.program),
        sections=sections,
        principles=tuple(
            agreed.principle(item.name, principle_result(principle, one, other)) for principle in principles
        ),
    )


def _only(result: EnvironmentResult, concerns: Collection[Concern]) -> EnvironmentResult:
    """Keep the points that touch one of the concerns."""
    sections = (
        replace(part, rows=tuple(row for row in part.rows if concern_of(part.type, row.path) in concerns))
        for part in result.sections
    )
    return result.model_copy(
        update={
            "sections": tuple(part for part in sections if part.rows),
            "principles": tuple(item for item in result.principles if item.concern in concerns),
        }
    )


def principle_result(principle: Principle, left: Facts, right: Facts) -> PrincipleResult:
    """Return one principle on both sides."""
    one, other = principle.outcome(left), principle.outcome(right)
    verdict = Verdict.SAME if one.status is other.status else Verdict.DIFFERENT
    if Status.UNDECIDABLE in {one.status, other.status}:
        verdict = Verdict.UNDECIDABLE
    concern = Concern.EXPOSURE if principle.permissions else Concern.BEHAVIOUR
    return PrincipleResult(
        id=principle.id, title=principle.title, verdict=verdict, left=one, right=other, concern=concern
    )


def changes(start: Architecture, end: Architecture) -> tuple[Change, ...]:
    """Return what changes in the resources of a program from one environment to another, as principles look at it."""
    return tuple(
        Change(item.address, item.path, item.words)
        for item in environment_changes(start, end)
        if item.type not in {"output", "provider"}
    )


def _side(program: Program) -> Side:
    unmapped = sorted({resource.type for resource in program.resources.values() if not resource.mapped})
    by_rule = [f"{type_} is not in the table of names: its names follow by rule" for type_ in unmapped]
    return Side(
        source=program.source,
        kind=program.kind,
        environment=program.environment,
        resources=len(program.resources),
        notes=(*program.notes, *by_rule),
    )


def _environment_change(
    start: _Compared, end: _Compared, agreed: Agreements, only: Collection[Concern]
) -> EnvironmentChange:
    sides = [
        {(item.label, item.type, item.path): item.words for item in environment_changes(*side)}
        for side in zip((start.left, start.right), (end.left, end.right), start.labels, end.labels, strict=True)
    ]
    rows = []
    for key in sorted(sides[0].keys() | sides[1].keys()):
        label, type_, path = key
        if concern_of(type_, path) not in only:
            continue
        left, right = (side.get(key) for side in sides)
        verdict = Verdict.SAME if left == right else Verdict.DIFFERENT
        item = ChangedAttribute(label=label, type=type_, path=path, verdict=verdict, left=left, right=right)
        rows.append(agreed.change((start.name, end.name), item))
    return EnvironmentChange(start=start.name, end=end.name, changes=tuple(rows))
