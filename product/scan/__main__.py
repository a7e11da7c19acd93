"""`python -m product.scan`: plan every environment, scan the plans, and hold the findings against their reasons.

The Pulumi version is planned and scanned beside, and must have the same findings.

Exit codes: 0 every finding has its reason; 1 one has none, or a reason is out of date; 3 nothing could be scanned.
"""

from __future__ import annotations

import subprocess
import sys

from product.scan.planning import plan_environments, plan_pulumi
from product.scan.reasons import differences, other_findings, read_reasons
from product.scan.record import counts, write_record
from product.scan.scanners import ScanError, install, is_installed, scan
from tap_cli.errors import UserError
from tap_cli.toolchain.workstation import this_workstation


def main() -> int:
    """Scan; print the findings and what is wrong with them."""
    try:
        if not is_installed():
            install()
        findings = {name: scan(plan) for name, plan in plan_environments(this_workstation()).items()}
        pulumi = {name: scan(plan) for name, plan in plan_pulumi(this_workstation(), findings).items()}
    except (ScanError, UserError, subprocess.TimeoutExpired) as error:
        print(f"scan: {error}", file=sys.stderr)
        return 3
    except subprocess.CalledProcessError as error:
        print(f"scan: {error}\n{error.stderr or ''}", file=sys.stderr)
        return 3
    for name, found in findings.items():
        failed = ", ".join(f"{scanner} {id_}" for scanner, id_ in sorted(found.failed))
        print(f"{name}: {found.passed} checks of checkov passed; failed: {failed or 'none'}")
        beside = len(pulumi[name].failed)
        print(f"{name}: the Pulumi version: {pulumi[name].passed} passed, {beside} failed; the app {len(found.failed)}")
    write_record(counts(findings, pulumi))
    faults = differences(findings, read_reasons()) + other_findings(findings, pulumi)
    print(*faults, sep="\n", end="\n" if faults else "", file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
