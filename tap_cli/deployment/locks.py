"""The lock of a state: who holds it, and whether it is still there after a deployment that ended badly."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any, ClassVar, Final

from tap_cli.errors import UserError

HELD: Final = 3
"""Exit code where somebody else holds the lock."""

SUMMARY: Final = "Error acquiring the state lock"
"""How Terraform begins to say that a lock is held."""


@dataclass(frozen=True)
class Lock:
    """What Terraform writes into a lock.

    Attributes:
        id: what `terraform force-unlock` wants.
        who: user and machine.
        operation: what was under way.
        created: when, as Terraform writes it.
    """

    id: str
    who: str
    operation: str
    created: str

    def __str__(self) -> str:
        """Say who holds it and since when."""
        return f"{self.who} since {self.created}, {self.operation} (id {self.id})"


class LockHeldError(UserError):
    """Somebody else holds the lock of the state."""

    exit_code: ClassVar[int] = HELD


def lock_of_json(text: str) -> Lock:
    """Read the file that Terraform makes of a lock."""
    data: dict[str, Any] = json.loads(text)
    return Lock(data["ID"], data["Who"], data["Operation"], data["Created"])


def lock_of_message(text: str) -> Lock | None:
    """Read what Terraform prints of a lock that it did not get; None where it could not read it itself."""
    found = dict(re.findall(r"^\s*(ID|Who|Operation|Created):[ \t]*(\S.*?)\s*$", text, re.MULTILINE))
    if not {"ID", "Who", "Operation", "Created"} <= found.keys():
        return None
    return Lock(found["ID"], found["Who"], found["Operation"], found["Created"])
