"""Which runs are made, in which order: interleaved, so that a disturbance of the machine hits all alike."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from benchmarks.measure import Cost, peak_memory, time_run
from benchmarks.subjects import Subject

State = Literal["warm", "cold"]
COLD_ENVIRONMENTS: Final = 3
MEMORY_ENVIRONMENTS: Final = 3


@dataclass(frozen=True)
class Case:
    """A point of the comparison: a subject, a number of environments, and jsii's cache filled or empty."""

    subject: str
    environments: int
    state: State


@dataclass(frozen=True)
class Results:
    """All runs: costs in the order of the rounds, and peak memory in MB by subject."""

    costs: Mapping[Case, list[Cost]]
    memory: Mapping[str, float]


def run_all(
    subjects: Sequence[Subject],
    environments: Sequence[int],
    rounds: int,
    base: Mapping[str, str],
    tell: Callable[[str], None],
) -> Results:
    """Run everything.

    Args:
        subjects: what to compare.
        environments: numbers of environments.
        rounds: how often each case is run.
        base: variables that every program gets.
        tell: hears what is done.

    Raises:
        ProgramError: a program failed.
    """
    costs: dict[Case, list[Cost]] = {}
    with tempfile.TemporaryDirectory(prefix="benchmarks-") as temporary:
        scratch = Path(temporary)
        caches = {subject.key: scratch / "caches" / subject.key for subject in subjects}
        for subject in subjects:
            tell(f"fill the cache of {subject.kind.title}")
            for _ in range(2):  # jsii writes its index of types while or after the first run
                with _output(scratch) as output:
                    time_run(subject.command(1, output), subject.environment(base, caches[subject.key]), scratch)
        for number in range(1, rounds + 1):
            for case, subject in _round(subjects, environments):
                cache = caches[subject.key] if case.state == "warm" else scratch / "empty-cache"
                with _output(scratch) as output:
                    command = subject.command(case.environments, output)
                    cost = time_run(command, subject.environment(base, cache), scratch)
                shutil.rmtree(scratch / "empty-cache", ignore_errors=True)
                costs.setdefault(case, []).append(cost)
                tell(f"round {number}: {case.subject}, {case.environments}, {case.state}: {cost.cpu:.2f} s CPU")
        memory = {}
        for subject in subjects:
            with _output(scratch) as output:
                command = subject.command(MEMORY_ENVIRONMENTS, output)
                memory[subject.key] = peak_memory(command, subject.environment(base, caches[subject.key]), scratch)
            tell(f"memory: {subject.key}: {memory[subject.key]:.0f} MB")
    return Results(costs, memory)


def _round(subjects: Sequence[Subject], environments: Sequence[int]) -> Iterator[tuple[Case, Subject]]:
    for count in environments:
        for subject in subjects:
            yield Case(subject.key, count, "warm"), subject
    for subject in subjects:
        if subject.kind.keeps_a_cache:
            yield Case(subject.key, COLD_ENVIRONMENTS, "cold"), subject


@contextmanager
def _output(scratch: Path) -> Iterator[Path]:
    """Give a run a new folder for what it writes: to clear an old one would be timed as well."""
    output = scratch / "output"
    output.mkdir()
    yield output / "cdktf.out"
    shutil.rmtree(output)
