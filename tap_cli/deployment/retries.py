"""What AWS answers while Terraform repeats a request in silence: counted from the provider's own log, and said."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

PATIENCE_SECONDS: Final = 5.0
"""How often it is said that requests fail."""

_ENTRY: Final = re.compile(r"^(?=\d{4}-\d\d-\d\dT[\d:.]+Z \[)", re.MULTILINE)
"""Where an entry of the log begins; the body of an answer spreads over lines."""

_FAILED: Final = re.compile(r"\bhttp\.status_code=(429|5\d\d)\b")
_SERVICE: Final = re.compile(r'\brpc\.service=(?:"([^"]*)"|(\S+))')
_METHOD: Final = re.compile(r"\brpc\.method=(\w+)")


@dataclass
class Retries:
    """The failing answers of AWS in one run of Terraform.

    Attributes:
        log: the file that the provider writes; it is private and read no longer than the run.
        announce: called with a line when requests keep failing.
    """

    log: Path
    announce: Callable[[str], None]
    _failures: Counter[str] = field(default_factory=Counter)
    _read: int = 0
    _rest: str = ""
    _said: float = field(default_factory=time.monotonic)

    def variables(self) -> dict[str, str]:
        """Return the variables that make the provider write its log."""
        self.log.touch(0o600)
        return {"TF_LOG_PROVIDER": "DEBUG", "TF_LOG_PATH": str(self.log)}

    def look(self) -> None:
        """Read on, and say what fails where it has failed for some seconds."""
        with self.log.open("rb") as file:
            file.seek(self._read)
            text = file.read()
        whole = text[: text.rfind(b"\n") + 1]
        self._read += len(whole)
        *entries, self._rest = _ENTRY.split(self._rest + whole.decode("utf-8", "replace"))
        for entry in entries:
            self._hear(entry)
        now = time.monotonic()
        if now - self._said >= PATIENCE_SECONDS:
            self._said = now
            self._say()

    def _hear(self, entry: str) -> None:
        if "HTTP Response Received" in entry and (failed := _FAILED.search(entry)):
            service, method = _SERVICE.search(entry), _METHOD.search(entry)
            words = [service[1] or service[2] if service else "", method[1] if method else ""]
            self._failures[f"{failed[1]} to {' '.join(filter(None, words)) or 'a request'}"] += 1

    def _say(self) -> None:
        for what, times in self._failures.items():
            often = "once" if times == 1 else f"{times} times"
            self.announce(f"  AWS answered {what}, {often} in {PATIENCE_SECONDS:.0f} s; Terraform tries again")
        self._failures.clear()
