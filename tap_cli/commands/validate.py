"""`tap validate`."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict

from tap_cli.app import Door
from tap_cli.deployment.environments import check_environments, read_environments


def validate(*, json_: bool = False, workstation: Door) -> int:
    """Check the settings of every environment; exit code 1 where one has a fault.

    Args:
        json_: The names and the faults, as JSON.
        workstation: The checkout and its user.
    """
    if not json_:
        found = read_environments(workstation.project)
        count = "1 environment" if len(found) == 1 else f"{len(found)} environments"
        print(f"{count} without a fault: {', '.join(found)}")
        return 0
    found, faults = check_environments(workstation.project)
    json.dump({"environments": [*found], "faults": [asdict(fault) for fault in faults]}, sys.stdout, indent=2)
    print()
    return int(bool(faults))
