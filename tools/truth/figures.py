"""The figures of the machine: what was tried, what held, and each exception with its reason."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, TypeAlias

from stack_parity.emit import emit, save
from stack_parity.model.program import Program
from stack_parity.sources.pulumi import capture
from stack_parity.sources.pulumi.files import read_export, read_preview
from stack_parity.sources.pulumi.registered import to_program
from stack_parity.sources.terraform.shown import read_shown
from tap_emulator import running
from tools.truth.by_type import TypeResult, check_types, serverless
from tools.truth.generated import program_of, twins
from tools.truth.judging import judge
from tools.truth.learned import drafts
from tools.truth.mutations import Mutation, leaf_mutations, outcome, policy_mutations, whole_mutations
from tools.truth.plans import plan_of
from tools.truth.pulumi_files import export_of, preview_of
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
CHANGES: Final = 6
"""Of values and of orders, of each generated resource, so that the whole ends in minutes."""

Result: TypeAlias = tuple[str, str, int]
"""Of one comparison: of what, its word, and how many points."""


@dataclass(frozen=True)
class Figure:
    """One row of the table."""

    name: str
    held: int
    of: int
    exceptions: tuple[str, ...] = ()
    points: int = 0
    """What was compared, where that says more than the number of programs."""
    measured: str = ""
    """What was measured, where the figure is a limit that was held."""


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


def file_figures(folder: Path) -> Iterator[Figure]:
    """Yield what becomes of the Pulumi programs as the two files of Pulumi's: beside themselves, and their program."""
    exports, previews, origins = list[Result](), list[Result](), list[Result]()
    for place, stack in PULUMI_PROGRAMS:
        registered = capture(ROOT / place, stack)
        program = to_program(registered, kind="Pulumi program", folder=ROOT / place)
        for make, read, found in ((export_of, read_export, exports), (preview_of, read_preview, previews)):
            file = folder / f"{len(origins)}.json"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(json.dumps(make(registered)), "utf-8")
            one, other = (to_program(read(file), kind=make.__name__, folder=ROOT / place) for _ in range(2))
            judgement = judge(one, other)
            found.append((program.source, judgement.word, judgement.points))
            if make is export_of and "aws:region" in registered.configuration:
                judgement = judge(program, one)
                origins.append((program.source, judgement.word, judgement.points))
    yield _words("an export of a Pulumi program and itself: SAME", exports, {"same"})
    yield _words("a Pulumi program of a stated region and its export: SAME", origins, {"same"})
    yield _words("a preview of a Pulumi program and itself: nothing different", previews, {"same", "undecided"})


def plan_figures(folder: Path, validator: Validator) -> Iterator[Figure]:
    """Yield what becomes of the plan that Terraform makes, on an emulated AWS, of each program of a stated region."""
    itself, origins = list[Result](), list[Result]()
    with running() as aws:
        for number, (place, stack) in enumerate(PULUMI_PROGRAMS):
            program = _captured(place, stack)
            if program.region is None:
                continue
            file = save(emit(program), folder / str(number))
            plan = plan_of(file.parent, validator, aws)
            one, other = (read_shown(plan, file) for _ in range(2))
            for found, judgement in ((itself, judge(one, other)), (origins, judge(program, one))):
                found.append((program.source, judgement.word, judgement.points))
    yield _words("a plan by the real Terraform and itself: SAME", itself, {"same"})
    yield _words("a Pulumi program and such a plan of it: nothing different", origins, {"same", "undecided"})


def _words(name: str, results: list[Result], wanted: set[str]) -> Figure:
    return _figure(name, [(what, word in wanted, points) for what, word, points in results])


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


def type_figures(folder: Path, validator: Validator | None) -> Iterator[Figure]:
    """Yield what becomes of each type that both have: of the serverless domain, and of all; and of their inputs."""
    results = check_types(sorted(twins()), folder, validator)
    what = "valid and SAME" if validator else "SAME"
    domain = frozenset(serverless())
    yield type_figure(
        f"a type of the serverless domain with every input: {what}", [one for one in results if one.type in domain]
    )
    yield type_figure(f"a type that both have with every input: {what}", results)
    lacking = [f"{one.type}.{path}: {why}" for one in results for path, why in one.lacking.items()]
    inputs = sum(one.inputs for one in results)
    yield Figure(
        "an input of these types: in one of their programs", inputs, inputs + len(lacking), tuple(lacking), inputs
    )


def type_figure(name: str, results: Iterable[TypeResult]) -> Figure:
    """Return the row of types; its points are their programs."""
    held = list(results)
    exceptions = [f"{one.type}: {' | '.join((*one.faults, *one.differences))[:300]}" for one in held if not one.holds]
    points = sum(one.programs for one in held)
    return Figure(name, len(held) - len(exceptions), len(held), tuple(exceptions), points)


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
    outcomes = [_mutated(type_, *_generated(type_)) for type_ in types]
    yield Figure(
        "one change of a generated resource: named, and nothing else",
        sum(one.held for one in outcomes),
        sum(one.of for one in outcomes),
        tuple(text for one in outcomes for text in one.exceptions),
    )


def _generated(type_: str) -> tuple[Program, list[Mutation]]:
    """Return a program of a type, with two of all that may be several, and a few of its changes, spread over it."""
    draft = replace(drafts([type_])[0], copies=2)
    program = program_of([draft], ROOT)
    changes = list(leaf_mutations(program, draft.address))
    orders = [one for one in changes if one.kind != "attribute"]
    values = [one for one in changes if one.kind == "attribute"]
    return program, [*_spread(orders), *_spread(values)]


def _spread(changes: list[Mutation]) -> list[Mutation]:
    return changes[:: max(1, len(changes) // CHANGES)][:CHANGES]


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
