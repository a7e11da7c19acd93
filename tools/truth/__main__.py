"""Prints the table of the machine that finds lies, and writes it as data: `python -m tools.truth`."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from stack_parity.aws.schema import provider
from tools.aws_types.pulumi_package import version
from tools.truth.by_type import serverless
from tools.truth.figures import ROOT, Figure, file_figures, mutation_figures, plan_figures, pulumi_figures, type_figures
from tools.truth.generated import twins
from tools.truth.learned import load, save
from tools.truth.learning import learn
from tools.truth.modules import module_figures
from tools.truth.policies import policy_figures
from tools.truth.speed import speed_figures
from tools.truth.validation import Validator

DATA: Final = ROOT / "docs" / "truth.json"

PAIRS: Final = 300
LONGEST: Final = 240
"""Characters of an exception on the screen; the data hold all."""
FEW_PAIRS: Final = 30
"""Pairs of policies for the prover: it needs about two tenths of a second for each."""


def main(arguments: list[str] | None = None) -> int:
    """Measure, print, and write the data."""
    parser = argparse.ArgumentParser(prog="python -m tools.truth", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="without the provider, and write nothing")
    parser.add_argument(
        "--learn",
        nargs="*",
        metavar="TYPE",
        help="find the programs of these types (of all, without one) by asking the provider, and write them",
    )
    given = parser.parse_args(arguments)
    if given.learn is not None:
        with tempfile.TemporaryDirectory() as folder:
            save(
                {**load(), **learn(given.learn or sorted(twins()), Path(folder), Validator(Path(folder) / "provider"))}
            )
        return 0
    quick = given.quick
    figures = []
    with tempfile.TemporaryDirectory() as folder:
        for figure in _figures(Path(folder), quick=quick):
            print(row(figure), flush=True)
            figures.append(figure)
    for figure in figures:
        for text in figure.exceptions:
            print(f"  {text}".replace("\n", " ")[:LONGEST])
    if not quick:
        write(figures)
    return 0


def write(figures: list[Figure]) -> None:
    """Write the figures, with what they were measured of and when."""
    held = {
        "date": datetime.now(UTC).date().isoformat(),
        "versions": {"provider": provider(), "pulumi_aws": version()},
        "figures": [{**asdict(figure), "row": row(figure)} for figure in figures],
    }
    DATA.write_text(json.dumps(held, indent=1, ensure_ascii=False) + "\n", "utf-8")


def _figures(folder: Path, *, quick: bool) -> Iterator[Figure]:
    validator = None if quick else Validator(folder / "provider")
    yield from policy_figures(FEW_PAIRS if quick else PAIRS)
    yield from mutation_figures(serverless() if quick else twins())
    yield from pulumi_figures(folder / "programs", validator)
    yield from file_figures(folder / "files")
    yield from type_figures(folder / "types", validator)
    if validator is not None:
        yield from plan_figures(folder / "plans", validator)
        yield from module_figures(folder / "modules", validator)
        yield from speed_figures(ROOT / "pulumi_program", "dev")


def row(figure: Figure) -> str:
    """Return a figure as a row of the table, which docs/comparison.md quotes."""
    told = figure.measured or (f"{figure.points:,}" if figure.points else "")
    return f"| {figure.name} | {figure.held:,} of {figure.of:,} | {told} |"


if __name__ == "__main__":
    sys.exit(main())
