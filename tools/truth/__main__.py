"""Prints the table of the machine that finds lies, and writes it as data: `python -m tools.truth`."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Final

from tools.truth.by_type import serverless
from tools.truth.figures import ROOT, Figure, all_types_figures, mutation_figures, pulumi_figures, serverless_figures
from tools.truth.generated import twins
from tools.truth.policies import policy_figures
from tools.truth.validation import Validator

DATA: Final = ROOT / "docs" / "truth.json"

PAIRS: Final = 300
FEW_PAIRS: Final = 30
"""Pairs of policies for the prover: it needs about two tenths of a second for each."""


def main(arguments: list[str] | None = None) -> int:
    """Measure, print, and write the data."""
    parser = argparse.ArgumentParser(prog="python -m tools.truth", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="without the provider, and write nothing")
    quick = parser.parse_args(arguments).quick
    figures = []
    with tempfile.TemporaryDirectory() as folder:
        for figure in _figures(Path(folder), quick=quick):
            print(row(figure), flush=True)
            figures.append(figure)
    for figure in figures:
        for text in figure.exceptions:
            print(f"  {text}".replace("\n", " "))
    if not quick:
        held = json.dumps([asdict(figure) for figure in figures], indent=1, ensure_ascii=False)
        DATA.write_text(held + "\n", "utf-8")
    return 0


def _figures(folder: Path, *, quick: bool) -> Iterator[Figure]:
    validator = None if quick else Validator(folder / "provider")
    yield from policy_figures(FEW_PAIRS if quick else PAIRS)
    yield from mutation_figures(serverless() if quick else twins())
    yield from all_types_figures(folder / "types")
    yield from pulumi_figures(folder / "programs", validator)
    yield from serverless_figures(folder / "serverless", validator)


def row(figure: Figure) -> str:
    """Return a figure as a row of the table, which docs/comparison.md quotes."""
    return f"| {figure.name} | {figure.held:,} of {figure.of:,} | {f'{figure.points:,}' if figure.points else ''} |"


if __name__ == "__main__":
    sys.exit(main())
