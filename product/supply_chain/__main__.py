"""`python -m product.supply_chain`: the bill of materials, the audit, the licences.

Exit codes: 0 nothing found; 1 a known fault or an unacceptable licence; 2 a wrong command line; 3 the source of
advisories gave no answer, so that nothing is known.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from product.supply_chain.audit import SOURCE, NoAnswerError, find_advisories, grouped
from product.supply_chain.bill import bill_of_materials
from product.supply_chain.licences import count_licences, find_unacceptable, read_rule
from product.supply_chain.packages import PROJECT, locked_packages

CLEAN: Final = 0
FOUND: Final = 1
UNKNOWN: Final = 3
BILL: Final = PROJECT / "sbom.json"


def audit(source: str) -> int:
    """Ask about known faults of every locked package; print them."""
    packages = locked_packages()
    try:
        advisories = find_advisories(packages, source)
    except NoAnswerError as error:
        remedy = "Nothing is known about the packages' faults. Try again with a network, or name a mirror: --source URL"
        print(f"audit: {error}\naudit: {remedy}", file=sys.stderr)
        return UNKNOWN
    print(*grouped(advisories), sep="\n", end="\n" if advisories else "")
    bundled = sum(each.bundled for each in packages)
    print(f"{len(packages)} packages, {bundled} of them bundled in another: {len(advisories)} advisories")
    return FOUND if advisories else CLEAN


def bill(file: Path) -> int:
    """Write the bill of materials."""
    packages = locked_packages()
    file.write_text(json.dumps(bill_of_materials(packages, read_rule()), indent=2) + "\n", "utf-8")
    print(f"{file}: {len(packages)} packages")
    return CLEAN


def licences() -> int:
    """Print how many packages stand under each licence, and which the rule does not accept."""
    rule, packages = read_rule(), locked_packages()
    for licence, count in sorted(count_licences(packages, rule).items(), key=lambda pair: (-pair[1], pair[0])):
        print(f"{count:4} {licence}")
    refused = find_unacceptable(packages, rule)
    print(*refused, sep="\n", end="\n" if refused else "", file=sys.stderr)
    return FOUND if refused else CLEAN


def main(arguments: Sequence[str]) -> int:
    """Run one verb."""
    parser = argparse.ArgumentParser(prog="python -m product.supply_chain", description="What others made of this.")
    verbs = parser.add_subparsers(dest="verb", required=True)
    listing = verbs.add_parser("sbom", help="write the bill of materials in CycloneDX's form")
    listing.add_argument("--output", type=Path, default=BILL, help=f"the file (default: {BILL.name} of this checkout)")
    verbs.add_parser("licences", help="list licences; exit code 1 where one is not acceptable")
    asking = verbs.add_parser("audit", help="known faults; exit code 1 where there are, 3 where nobody could be asked")
    asking.add_argument("--source", default=SOURCE, help=f"an OSV database (default: {SOURCE})")
    options = parser.parse_args(arguments)
    if options.verb == "audit":
        return audit(options.source)
    return bill(options.output) if options.verb == "sbom" else licences()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
