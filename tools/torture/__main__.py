"""Kills deployments and lets AWS fail, prints what became of them, and writes it as data: `python -m tools.torture`.

Exit codes: 0 nothing was lost that one `tap recover` did not bring back, and nothing was said that was not so; 1 else.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import cycle, islice
from pathlib import Path
from typing import Any, Final

from tools.torture.faults import FAULTS, Fault, try_fault
from tools.torture.kills import Outcome, episodes, recover_once, try_kill
from tools.torture.world import STATES, World, world

DATA: Final = Path(__file__).resolve().parents[2] / "docs" / "torture.json"


FAULTS_A_LIFE: Final = 2
"""So that a run that is ended early has tried both."""


@dataclass
class Row:
    """What became of the kills of one phase with one kind of state, or of one kind of fault."""

    what: str
    tried: int = 0
    damaged_states: int = 0
    left_locks: int = 0
    with_orphans: int = 0
    faults: int = 0

    def line(self) -> str:
        """Return the row as the page of the runbook shows it."""
        return "| " + " | ".join(str(value) for value in asdict(self).values()) + " |"


def main(arguments: list[str] | None = None) -> int:
    """Hurt, print, and write the data."""
    parser = argparse.ArgumentParser(prog="python -m tools.torture", description=__doc__)
    parser.add_argument("--kills", type=int, default=200, help="how many deployments are killed (default: %(default)s)")
    parser.add_argument("--faults", type=int, default=len(FAULTS), help="how many faults are tried (default: all)")
    parser.add_argument(
        "--minutes", type=float, default=240, help="when no further one is begun (default: %(default)s)"
    )
    parser.add_argument("--seed", type=int, default=1, help="another one, other moments (default: %(default)s)")
    parser.add_argument("--no-data", action="store_true", help="write nothing")
    given = parser.parse_args(arguments)
    end = time.monotonic() + given.minutes * 60
    rows: dict[str, Row] = {}
    bad: list[str] = []
    with world() as place:
        for row, faults in _all(place, given.kills, given.faults, given.seed):
            kept = rows.setdefault(row.what, Row(row.what))
            for name, value in asdict(row).items():
                if name != "what":
                    setattr(kept, name, getattr(kept, name) + value)
            bad += faults
            if not given.no_data:
                _write(rows.values(), bad, given.seed)
            if time.monotonic() > end:
                break
    for row in rows.values():
        print(row.line())
    return 1 if bad else 0


def _all(place: World, wanted: int, faults: int, seed: int) -> Iterator[tuple[Row, list[str]]]:
    dice = random.Random(seed)  # noqa: S311 - moments, no secrets
    pending, done = iter(_chosen(faults)), 0
    for state in cycle(STATES):
        if done >= wanted:
            break
        place.empty()
        for outcome in _life(place, dice, state):
            print(_said(outcome), flush=True)
            done += outcome.hit
            yield _row(outcome), [f"{outcome.kill}: {fault}" for fault in outcome.faults]
            if done >= wanted:
                break
        yield from _tried(place, islice(pending, FAULTS_A_LIFE))
    yield from _tried(place, pending)


def _tried(place: World, faults: Iterable[Fault]) -> Iterator[tuple[Row, list[str]]]:
    for fault in faults:
        result = try_fault(place, fault)
        print(f"{fault}: {'; '.join(result) or 'as it must be'}", flush=True)
        yield Row(f"AWS {fault.kind}", tried=1, faults=len(result)), [f"{fault}: {one}" for one in result]


def _life(place: World, dice: random.Random, state: str) -> Iterator[Outcome]:
    """Kill an environment's deployment, update and destruction; end its life early where it is not brought back."""
    for revision, episode in enumerate(episodes(dice, state), start=1):
        *earlier, last = (try_kill(place, kill, revision) for kill in episode)
        yield from earlier
        recover_once(place, last)
        yield last
        if last.faults:
            return


def _chosen(number: int) -> Sequence[Fault]:
    return FAULTS[:: max(1, len(FAULTS) // number)][:number] if number else ()


def _said(outcome: Outcome) -> str:
    if not outcome.hit and not outcome.faults:
        return f"{outcome.kill}: missed"
    found = [f"exit code {outcome.code}", f"{outcome.orphans} orphans"]
    found += ["state damaged"] * outcome.damaged + ["lock left"] * outcome.locked
    return f"{outcome.kill}: {', '.join(found)}; {'; '.join(outcome.faults) or 'recovered'}"


def _row(outcome: Outcome) -> Row:
    what = f"{outcome.kill.phase}, {outcome.kill.state} state"
    return Row(what, outcome.hit, outcome.damaged, outcome.locked, outcome.orphans > 0, len(outcome.faults))


def _write(rows: Any, bad: list[str], seed: int) -> None:
    data = {"seed": seed, "rows": [asdict(row) for row in rows], "faults": bad}
    DATA.write_text(json.dumps(data, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    sys.exit(main())
