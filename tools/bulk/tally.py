"""What became of many inputs of one kind."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final

SHOWN: Final = 20
"""Findings that a tally keeps the text of."""


@dataclass
class Tally:
    """The count of inputs, and of what must not be."""

    kind: str
    tried: int = 0
    taken: int = 0
    """Taken as they are."""
    read_back: int = 0
    """Of those, how many were read back from what was made of them."""
    refused: int = 0
    """Refused with the clear message."""
    changed: int = 0
    """Values that arrived otherwise than written."""
    tracebacks: int = 0
    unclear: int = 0
    """Refusals without a place, a rule or a remedy, with raw control characters, or of what is right."""
    slowest: float = 0.0
    """Seconds of the slowest input."""
    findings: list[str] = field(default_factory=list)

    @property
    def faults(self) -> int:
        """How many inputs did not become what is promised."""
        return self.changed + self.tracebacks + self.unclear

    def note(self, count: str, finding: str) -> None:
        """Count a fault, and keep the text of the first ones."""
        setattr(self, count, getattr(self, count) + 1)
        if len(self.findings) < SHOWN:
            self.findings.append(f"{count}: {finding[:600]}")

    @contextmanager
    def input(self, name: str) -> Iterator[None]:
        """Take the time of one input, and count any exception but the clear message as a traceback."""
        self.tried += 1
        start = time.perf_counter()
        try:
            yield
        except Exception as error:  # whatever it is, it is the finding
            self.note("tracebacks", f"{name}: {type(error).__name__}: {error}")
        self.slowest = max(self.slowest, time.perf_counter() - start)

    def add(self, other: Tally) -> None:
        """Add what became of further inputs of the kind."""
        for name in ("tried", "taken", "read_back", "refused", "changed", "tracebacks", "unclear"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.slowest = max(self.slowest, other.slowest)
        self.findings = [*self.findings, *other.findings][:SHOWN]
