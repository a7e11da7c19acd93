"""Counts what the comparison makes of Pulumi programs of others: `python -m tools.truth.corpus FOLDER`.

Each folder in FOLDER that holds a `Pulumi.yaml` is one program. It is run twice behind walls, compared with itself, and
what a run captured whole is written as Terraform JSON, validated by the real provider and compared with its origin.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from stack_parity.aws.schema import provider
from stack_parity.errors import InputError
from stack_parity.model.program import Program
from stack_parity.sources.detection import find
from tools.truth.judging import judge
from tools.truth.round_trip import round_trip
from tools.truth.validation import Validator

AT_ONCE: Final = 2
LONGEST: Final = 240
"""Characters of a reason in the table."""


@dataclass(frozen=True)
class Fate:
    """What became of one program; each later step is None where an earlier one did not get there."""

    name: str
    refused: str = ""
    """Why nothing was captured."""
    whole: bool = False
    """Whether it ran to its end as written."""
    same: str = ""
    """The word on it and another run of it, with the first finding."""
    valid: str | None = None
    """What the provider says of it as Terraform JSON: nothing where it accepts it."""
    trip: str | None = None
    """The word on it and what was written of it, with the first finding."""
    later: bool = False
    """Whether it needs what the provider of the schema has not."""


def fate(folder: Path, scratch: Path, validator: Validator | None) -> Fate:
    """Try one program.

    Args:
        folder: the project's.
        scratch: where Terraform JSON may be written.
        validator: None leaves the provider out.
    """
    try:
        one, other = (_captured(folder) for _ in range(2))
    except InputError as error:
        return Fate(folder.name, refused=str(error))
    same = _word(one, other)
    whole = one.run is not None and one.run.ok
    if not whole:
        return Fate(folder.name, same=same)
    trip = round_trip(one, scratch / folder.name, validator)
    findings = (*(f"left out: {path}" for path in trip.configuration.left_out), *(_found(trip.judgement.findings)))
    word = "; ".join((trip.judgement.word, *(findings[:1] if trip.judgement.findings else ())))
    faults = "; ".join(" ".join(fault.text.split()) for fault in trip.faults[:1])
    later = any(" has no " in reason for reason in trip.configuration.left_out.values())
    return Fate(folder.name, whole=True, same=same, valid=faults, trip=word, later=later)


def _captured(folder: Path) -> Program:
    project = find(folder)
    return project.load(next(iter(project.loaders)))


def _word(one: Program, other: Program) -> str:
    judgement = judge(one, other)
    return "; ".join((judgement.word, *_found(judgement.findings)[:1]))


def _found(findings: Sequence[object]) -> list[str]:
    return [" ".join(str(getattr(finding, "text", finding)).split()) for finding in findings]


def fates(corpus: Path, scratch: Path, validator: Validator | None) -> list[Fate]:
    """Try every program of a corpus, two at once."""
    folders = sorted(file.parent for file in corpus.glob("*/Pulumi.yaml"))
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(lambda folder: fate(folder, scratch, validator), folders))


def table(found: Sequence[Fate]) -> Iterator[str]:
    """Yield the lines of the table: counts first, then the reasons, the most frequent first."""
    captured = [one for one in found if not one.refused]
    whole = [one for one in captured if one.whole and not one.later]
    yield f"| programs | {len(found)} |"
    yield f"| captured | {len(captured)} |"
    yield f"| captured as written | {sum(one.whole for one in captured)} |"
    yield f"| of these: needs a later provider than {provider()} | {sum(one.later for one in captured)} |"
    yield f"| SAME with another run of itself | {_count(captured, 'same', 'same')} of {len(captured)} |"
    yield f"| as Terraform JSON: valid | {_count(whole, 'valid', '')} of {len(whole)} |"
    yield f"| as Terraform JSON: SAME | {_count(whole, 'trip', 'same')} of {len(whole)} |"
    for title, field, good in (("refused", "refused", ""), ("not SAME with itself", "same", "same")):
        yield from _reasons(title, [(one.name, getattr(one, field)) for one in found], good)
    yield from _reasons("not valid", [(one.name, one.valid or "") for one in whole], "")
    yield from _reasons("not SAME after the round trip", [(one.name, one.trip or "") for one in whole], "same")


def _count(found: Sequence[Fate], field: str, good: str) -> int:
    return sum(getattr(one, field) == good for one in found)


def _reasons(title: str, given: Sequence[tuple[str, str]], good: str) -> Iterator[str]:
    bad = [(name, reason) for name, reason in given if reason not in {good, ""}]
    groups = Counter(_general(reason) for _, reason in bad)
    for general, number in groups.most_common():
        name, reason = next((name, reason) for name, reason in bad if _general(reason) == general)
        yield f"{title}: {number} as {name}: {reason[:LONGEST]}"


def _general(reason: str) -> str:
    """Take from a reason what is of one program alone, so that equal ones are counted together."""
    without_program = re.sub(r"^[^,]{1,200}, stack [\w.-]+: ", "", reason)
    return re.sub(r"\(line \d+ of [^)]*\)|\d+|'[^']*'|\"[^\"]*\"|urn:\S+", "…", without_program)[:60]


def main(arguments: list[str] | None = None) -> int:
    """Try a corpus and print the table."""
    parser = argparse.ArgumentParser(prog="python -m tools.truth.corpus", description=__doc__)
    parser.add_argument("folder", type=Path, help="holds one folder a program")
    parser.add_argument("--without-provider", action="store_true", help="do not validate")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as scratch:
        validator = None if options.without_provider else Validator(Path(scratch) / "provider")
        for line in table(fates(options.folder, Path(scratch) / "written", validator)):
            print(line)
    return 0


if __name__ == "__main__":
    sys.exit(main())
