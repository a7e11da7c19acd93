"""What is wrong with an input, said so that its author can mend it at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """One thing wrong: where it stands, what stands there, the rule it breaks and how to mend it."""

    where: str
    """The place as its author knows it: a file, or a file and a field (`environments/dev.toml: region`)."""
    found: str
    """What was found there."""
    rule: str
    """The rule, with its source where AWS or Terraform made it."""
    remedy: str
    """What to do."""

    def __str__(self) -> str:
        return f"  {self.where}\n    found:  {self.found}\n    rule:   {self.rule}\n    remedy: {self.remedy}"


class SettingsError(Exception):
    """Settings that no stack can be built from. `str()` of it is the whole message, every fault in it.

    Args:
        faults: at least one.
    """

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        count = len(self.faults)
        title = (
            "1 fault in the settings; nothing was synthesized."
            if count == 1
            else (f"{count} faults in the settings; nothing was synthesized.")
        )
        super().__init__("\n".join([title, *map(str, self.faults)]))
