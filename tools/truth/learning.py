"""How the programs of a type are found: what the provider refuses is chosen anew, until it refuses nothing.

A value that it refuses becomes the one that it names, or the plainest of the form that it asks for; where that does not
do, a reference to what only a deployment knows. Of inputs that exclude each other one stays, and the others are wanted
first in the next program of the type.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from stack_parity.aws import schema
from stack_parity.emit import emit
from tools.truth.by_type import write_code
from tools.truth.generated import Draft, paths_set, program_of
from tools.truth.learned import Learned
from tools.truth.located import Located, located_faults
from tools.truth.refusals import Cause, Refusal, read_refusal
from tools.truth.validation import Validator

ROUNDS: Final = 16
PROGRAMS: Final = 32
"""At most, of one type: a data source of QuickSight is of one kind of twenty-four."""


@dataclass
class Attempt:
    """One program of a type that is being learned: what it leaves out, and what it should have."""

    type: str
    learned: Learned
    number: int
    wanted: set[str]
    restored: set[str] = field(default_factory=set)
    refused: list[str] = field(default_factory=list)
    """What the provider still says of it."""

    @property
    def left_out(self) -> dict[str, str]:
        """What this program leaves out, with the reason."""
        return self.learned.programs[self.number]

    @property
    def draft(self) -> Draft:
        """The program."""
        return Draft(self.type, self.number, self.learned.choices(self.number))


def learn(types: Sequence[str], folder: Path, validator: Validator) -> dict[str, Learned]:
    """Return what was learned of each type."""
    write_code(folder)
    learned = {type_: Learned() for type_ in types}
    covered: dict[str, set[str]] = defaultdict(set)
    attempts = [Attempt(type_, one, 0, set()) for type_, one in learned.items()]
    possible = {attempt.type: paths_set(Draft(attempt.type)) for attempt in attempts}
    while attempts:
        _settle(attempts, folder, validator)
        following = []
        for attempt in attempts:
            held = paths_set(attempt.draft)
            gained = held - covered[attempt.type]
            if attempt.number and (attempt.refused or not gained):
                attempt.learned.programs.pop()
                continue
            covered[attempt.type] |= held
            wanted = {path for path in possible[attempt.type] - covered[attempt.type] if not _refused(attempt, path)}
            if wanted and attempt.number + 1 < PROGRAMS and not attempt.refused:
                attempt.learned.programs.append({})
                following.append(Attempt(attempt.type, attempt.learned, attempt.number + 1, wanted))
        attempts = following
    return learned


def _refused(attempt: Attempt, path: str) -> bool:
    return any(path == one or path.startswith(f"{one}.") for one in attempt.learned.refused)


def _settle(attempts: Iterable[Attempt], folder: Path, validator: Validator) -> None:
    """Choose anew, until the provider refuses nothing or nothing else can be chosen."""
    open_ = {attempt.type: attempt for attempt in attempts}
    for _ in range(ROUNDS):
        program = program_of([attempt.draft for attempt in open_.values()], folder)
        by_type: dict[str, list[Located]] = defaultdict(list)
        for fault in located_faults(emit(program, folder), folder / "validated", validator):
            if fault.name != "source":
                by_type[fault.type].append(fault)
        for type_, attempt in open_.items():
            attempt.refused = [fault.text for fault in by_type[type_]]
        open_ = {type_: attempt for type_, attempt in open_.items() if choose_anew(attempt, by_type[type_])}
        if not open_:
            return


def choose_anew(attempt: Attempt, faults: Iterable[Located]) -> bool:
    """Return whether something was chosen anew because of what the provider refuses."""
    known = schema.of(attempt.type)
    if known is None:
        return False
    refusals = {read_refusal(fault.text, fault.path, known) for fault in faults}
    touched: set[str] = set()
    changed = False
    for refusal in sorted(refusals, key=lambda one: (one.cause, one.paths, str(one.value))):
        changed |= _Chooser(attempt, touched).choose(refusal)
    return changed


class _Chooser:
    """Answers one refusal; each path is chosen anew once a round."""

    def __init__(self, attempt: Attempt, touched: set[str]) -> None:
        self._attempt = attempt
        self._learned = attempt.learned
        self._touched = touched
        self._set = paths_set(attempt.draft)

    def choose(self, refusal: Refusal) -> bool:
        """Return whether anything could be done."""
        paths = [path for path in refusal.paths if path]
        match refusal.cause:
            case Cause.EXCLUDES:
                return self._keep_one(paths)
            case Cause.TOGETHER:
                return self._keep_all_or_none(paths)
            case Cause.ONE_OF | Cause.REQUIRED:
                return self._bring_back(paths)
            case Cause.TOO_FEW:
                return self._repeat(paths, int(refusal.value or 1))
            case Cause.EMPTY:
                return sum(self._refuse(path, "only an empty one is accepted") for path in paths) > 0
        return sum(self._another_value(path, refusal) for path in paths) > 0

    def _another_value(self, path: str, refusal: Refusal) -> bool:
        if path in self._touched or path not in self._set:
            return False
        self._touched.add(path)
        learned = self._learned
        if path in learned.by_reference:
            return self._refuse(path, "no value that was tried is accepted")
        if refusal.value is not None and path not in learned.values:
            learned.values[path] = refusal.value
        else:
            learned.values.pop(path, None)
            learned.by_reference.add(path)
        return True

    def _refuse(self, path: str, why: str) -> bool:
        if path in self._learned.refused:
            return False
        self._learned.refused[path] = why
        return True

    def _leave_out(self, path: str, why: str) -> bool:
        if path in self._attempt.left_out:
            return False
        self._attempt.left_out[path] = why
        self._set = paths_set(self._attempt.draft)
        return True

    def _keep_one(self, paths: Sequence[str]) -> bool:
        present = sorted((path for path in paths if path in self._set), key=self._rank)
        return sum(self._leave_out(path, f"excludes {present[0]}") for path in present[1:]) > 0

    def _rank(self, path: str) -> tuple[bool, bool, str]:
        known = schema.of(self._attempt.type)
        attribute = known.attribute(path) if known else None
        required = attribute is not None and (attribute.required or attribute.least > 0)
        return not required, not self._is_wanted(path), path

    def _is_wanted(self, path: str) -> bool:
        return any(
            path == one or path.startswith(f"{one}.") or one.startswith(f"{path}.") for one in self._attempt.wanted
        )

    def _keep_all_or_none(self, paths: Sequence[str]) -> bool:
        missing = [path for path in paths if path not in self._set]
        present = [path for path in paths if path in self._set]
        return bool(missing) and sum(self._leave_out(path, f"needs {missing[0]}") for path in present) > 0

    def _bring_back(self, paths: Sequence[str]) -> bool:
        """Set again what was left out for another; where that is not possible, leave out what it belongs to."""
        if any(path in self._set for path in paths) and len(paths) > 1:
            return False
        for path in paths:
            if path in self._attempt.left_out and path not in self._attempt.restored:
                del self._attempt.left_out[path]
                self._attempt.restored.add(path)
                self._attempt.wanted.add(path)
                return True
        above = {path.rpartition(".")[0] for path in paths} - {""}
        return sum(self._leave_out(path, f"needs {paths[0]}") for path in sorted(above)) > 0

    def _repeat(self, paths: Sequence[str], number: int) -> bool:
        changed = False
        for path in paths:
            if path not in self._set:
                changed |= self._bring_back([path])
            elif self._learned.repeats.get(path) != number:
                self._learned.repeats[path] = number
                changed = True
        return changed
