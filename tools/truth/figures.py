"""The figures of the machine: what was tried, what held, and each exception with its reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

from stack_parity.model.program import Program
from stack_parity.sources.pulumi import capture
from stack_parity.sources.pulumi.registered import to_program
from tools.truth.by_type import TypeResult, batches, check_types, serverless
from tools.truth.generated import Choices, program_of, registration, twins
from tools.truth.judging import judge
from tools.truth.mutations import Mutation, leaf_mutations, outcome, policy_mutations, whole_mutations
from tools.truth.round_trip import round_trip
from tools.truth.validation import Validator
from tools.truth.written import service

ROOT: Final = Path(__file__).resolve().parents[2]
PULUMI_PROGRAMS: Final = (
    ("pulumi_program", "dev"),
    ("pulumi_program", "staging"),
    ("pulumi_program", "prod"),
    ("tests/stack_parity/programs/flat", "dev"),
    ("tests/stack_parity/programs/library", "dev"),
    ("tests/stack_parity/programs/several", None),
)
CHANGES: Final = 5
"""Of each generated resource, so that the whole ends in minutes."""

BATCH: Final = 100
"""Types in one configuration where the provider is left out."""


@dataclass(frozen=True)
class Figure:
    """One row of the table."""

    name: str
    held: int
    of: int
    exceptions: tuple[str, ...] = ()
    points: int = 0
    """What was compared, where that says more than the number of programs."""


def pulumi_figures(folder: Path, validator: Validator | None) -> Iterator[Figure]:
    """Yield what becomes of the Pulumi programs of this project: run twice, and written as Terraform JSON."""
    one = [_captured(*each) for each in PULUMI_PROGRAMS]
    other = [_captured(*each) for each in PULUMI_PROGRAMS]
    judged = [judge(left, right) for left, right in zip(one, other, strict=True)]
    verdicts = zip(one, judged, strict=True)
    yield _figure(
        "a Pulumi program and another run of it: SAME",
        [(program.source, verdict.word == "same", verdict.points) for program, verdict in verdicts],
    )
    trips = [round_trip(program, folder / str(number), validator) for number, program in enumerate(one)]
    yield _figure(
        f"a Pulumi program and itself as Terraform JSON: {'valid and ' if validator else ''}SAME",
        [(program.source, trip.holds, trip.judgement.points) for program, trip in zip(one, trips, strict=True)],
    )


def _captured(folder: str, stack: str | None) -> Program:
    return to_program(capture(ROOT / folder, stack), kind="Pulumi program", folder=ROOT / folder)


def _figure(name: str, results: list[tuple[str, bool, int]]) -> Figure:
    return Figure(
        name,
        sum(held for _, held, _ in results),
        len(results),
        tuple(what for what, held, _ in results if not held),
        sum(points for _, _, points in results),
    )


def serverless_figures(folder: Path, validator: Validator | None) -> Iterator[Figure]:
    """Yield what becomes of each type of the serverless domain: valid for the real provider, and the same."""
    yield type_figure(
        f"a type of the serverless domain: {'valid and ' if validator else ''}SAME",
        check_types(serverless(), folder, validator),
    )


def all_types_figures(folder: Path) -> Iterator[Figure]:
    """Yield what becomes of every type that both have, without asking the provider."""
    results = [
        result
        for number, types in enumerate(batches(twins(), BATCH))
        for result in check_types(types, folder / str(number), None)
    ]
    yield type_figure("any type that both have: SAME after the round trip", results)


def type_figure(name: str, results: Iterable[TypeResult]) -> Figure:
    """Return the row of types; its points are inputs."""
    held = list(results)
    exceptions = [f"{one.type}: {' | '.join((*one.faults, *one.differences))[:300]}" for one in held if not one.holds]
    left_out = [f"{one.type}.{path}: {why[:200]}" for one in held for path, why in sorted(one.left_out.items())]
    points = sum(one.inputs for one in held)
    return Figure(name, len(held) - len(exceptions), len(held), (*exceptions, *left_out), points)


def mutation_figures(types: Iterable[str]) -> Iterator[Figure]:
    """Yield how many changes are named where they are: of a written service, and of generated programs."""
    origin = service()
    yield _mutated(
        "one change of a written service: named, and nothing else",
        origin,
        [
            *whole_mutations(origin),
            *policy_mutations(origin),
            *(one for address in origin.resources for one in leaf_mutations(origin, address)),
        ],
    )
    outcomes: list[Figure] = []
    for type_ in types:
        program = program_of([type_], {}, ROOT)
        address = registration(twins()[type_], Choices()).urn
        outcomes.append(_mutated(type_, program, islice(leaf_mutations(program, address), CHANGES)))
    yield Figure(
        "one change of a generated resource: named, and nothing else",
        sum(one.held for one in outcomes),
        sum(one.of for one in outcomes),
        tuple(text for one in outcomes for text in one.exceptions),
    )


def _mutated(name: str, origin: Program, mutations: Iterable[Mutation]) -> Figure:
    results = [outcome(origin, mutation) for mutation in mutations]
    good = [one for one in results if one.named and not one.elsewhere]
    bad = (one for one in results if not one.named or one.elsewhere)
    exceptions = tuple(
        f"{one.mutation.kind} {', '.join(sorted(one.mutation.addresses))} {one.mutation.path}: "
        f"{'named' if one.named else 'not named'}{''.join(f'; {text[:150]}' for text in one.elsewhere[:2])}"
        for one in bad
    )
    return Figure(name, len(good), len(results), exceptions)
