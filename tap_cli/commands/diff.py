"""`tap diff`."""

from __future__ import annotations

import json
from dataclasses import asdict
from enum import Enum

from tap_cli.app import Door
from tap_cli.deployment.difference.comparison import differences
from tap_cli.deployment.difference.model import Kind
from tap_cli.deployment.difference.words import lines

CHANGES = 2
"""The exit code where something would change, as that of `tap plan`."""


def diff(*environments: str, since: str = "HEAD", json_: bool = False, workstation: Door) -> int:
    """Without an account: show what would change since a git revision; exit code 2 where something would.

    Args:
        environments: Names of files in environments/; without one, every environment.
        since: The git revision to compare with.
        json_: The differences, as JSON.
        workstation: The checkout and its user.
    """
    revision, found = differences(workstation, environments, since)
    if json_:
        document = {"since": asdict(revision), "environments": [asdict(each) for each in found]}
        print(json.dumps(document, indent=2, ensure_ascii=False, default=_value))
    else:
        print(f"Since {revision.name} ({revision.commit}, {revision.title}):")
        for environment in found:
            print("", *lines(environment), sep="\n")
    return CHANGES if any(each.kind is not Kind.SAME for each in found) else 0


def _value(member: object) -> object:
    return member.value if isinstance(member, Enum) else str(member)
