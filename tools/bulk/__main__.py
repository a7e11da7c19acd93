"""Tries inputs in bulk, prints what became of them, and writes it as data: `python -m tools.bulk`.

Exit codes: 0 each input was taken faithfully or refused clearly; 1 one was not, and is named.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import time
from pathlib import Path
from typing import Any, Final

from tools.bulk.processes import Amounts, try_all, try_few

DATA: Final = Path(__file__).resolve().parents[2] / "docs" / "security.json"


def main(arguments: list[str] | None = None) -> int:
    """Try, print, and write the data."""
    parser = argparse.ArgumentParser(prog="python -m tools.bulk", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a few inputs of each kind, and write nothing")
    parser.add_argument("--synthesize-every", type=int, default=1, metavar="N", help="of the files taken, each N-th")
    given = parser.parse_args(arguments)
    quick = given.quick
    start = time.monotonic()
    tallies = try_few() if quick else try_all(Amounts(every=given.synthesize_every))
    for tally in tallies:
        print(row(vars(tally)))
        print(
            *(f"  {finding}" for finding in tally.findings),
            sep="\n",
            end="\n" if tally.findings else "",
            file=sys.stderr,
        )
    if not quick:
        children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
        data = {
            "bulk": [{key: value for key, value in vars(tally).items() if key != "findings"} for tally in tallies],
            "seconds": round(time.monotonic() - start),
            "memory_mb": round(children / 1024),
        }
        DATA.write_text(json.dumps(data, indent=1) + "\n", "utf-8")
    return 1 if any(tally.faults for tally in tallies) else 0


def row(tally: dict[str, Any]) -> str:
    """Return what became of one kind as a row of the table, which docs/security.md quotes."""
    counts = (tally[name] for name in ("tried", "taken", "read_back", "refused", "changed", "tracebacks", "unclear"))
    return f"| {tally['kind']} | {' | '.join(f'{count:,}' for count in counts)} | {tally['slowest']:.2f} s |"


if __name__ == "__main__":
    sys.exit(main())
