"""`tap drift`."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from typing import Any

from tap_cli.app import Door
from tap_cli.deployment.drift import find_drift, lines
from tap_cli.deployment.environments import read_environments
from tap_cli.deployment.isolated import CHANGES
from tap_cli.deployment.several import WORST_FIRST
from tap_cli.errors import UserError


def drift(*environments: str, json_: bool = False, workstation: Door) -> int:
    """On AWS: show where what is deployed differs from what is declared, also where no plan shows it.

    It changes nothing. Exit code 2 where something differs, 3 where somebody else holds the lock of a state.

    Args:
        environments: Names of files in environments/; without one, every environment.
        json_: The differences, as JSON; what is said on the way goes to standard error.
        workstation: The checkout and its user.
    """
    found: dict[str, Any] = {}
    codes = {0}
    is_synthesized = False
    for name in environments or read_environments(workstation.project):
        try:
            differences = find_drift(workstation, name, _announce, skip_synth=is_synthesized)
            is_synthesized = True  # one synthesis makes the stacks of all environments
        except UserError as error:
            codes.add(error.exit_code)
            found[name] = {"error": str(error)}
            print(f"{name}: {error}", file=sys.stderr)
            continue
        codes |= {CHANGES} if differences else set()
        found[name] = {"drift": [asdict(one) for one in differences]}
        if not json_:
            print(*lines(name, differences), sep="\n", flush=True)
    if json_:
        print(json.dumps(found, indent=2, ensure_ascii=False))
    return next(code for code in (*WORST_FIRST, CHANGES, 0) if code in codes)


def _announce(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
