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

LONGEST_SECONDS: Final = 300.0
"""How long a request may fail until Terraform is interrupted; the provider itself tries for much longer."""

_ENTRY: Final = re.compile(r"^(?=\d{4}-\d\d-\d\dT[\d:.]+Z \[)", re.MULTILINE)
"""Where an entry of the log begins; the body of an answer spreads over lines."""

_STATUS: Final = re.compile(r"\bhttp\.status_code=(\d+)\b")
_FAILED: Final = re.compile(r"429|5\d\d")
_SERVICE: Final = re.compile(r'\brpc\.service=(?:"([^"]*)"|(\S+))')
_METHOD: Final = re.compile(r"\brpc\.method=(\w+)")


@dataclass
class Retries:
    """The failing answers of AWS in one run of Terraform.

    Attributes:
        log: the file that the provider writes; it is private and read no longer than the run.
        announce: called with a line when requests keep failing.
        given_up: what has failed for too long, "" as long as nothing has.
    """

    log: Path
    announce: Callable[[str], None]
    given_up: str = ""
    _failures: Counter[str] = field(default_factory=Counter)
    _since: dict[str, tuple[float, str]] = field(default_factory=dict)
    _read: int = 0
    _rest: str = ""
    _said: float = field(default_factory=time.monotonic)

    def variables(self) -> dict[str, str]:
        """Return the variables that make the provider write its log."""
        self.log.touch(0o600)
        return {"TF_LOG_PROVIDER": "DEBUG", "TF_LOG_PATH": str(self.log)}

    def look(self) -> bool:
        """Read on, say what fails where it has failed for some seconds; return whether to give up."""
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
        for since, what in self._since.values():
            if now - since >= LONGEST_SECONDS:
                self.given_up = f"AWS has answered {what} for {now - since:.0f} s"
        return bool(self.given_up)

    def _hear(self, entry: str) -> None:
        if "HTTP Response Received" not in entry or not (status := _STATUS.search(entry)):
            return
        service, method = _SERVICE.search(entry), _METHOD.search(entry)
        words = [service[1] or service[2] if service else "", method[1] if method else ""]
        request = " ".join(filter(None, words)) or "a request"
        if _FAILED.fullmatch(status[1]):
            what = f"{status[1]} to {request}"
            self._failures[what] += 1
            self._since.setdefault(request, (time.monotonic(), what))
        else:
            self._since.pop(request, None)

    def _say(self) -> None:
        for what, times in self._failures.items():
            often = "once" if times == 1 else f"{times} times"
            self.announce(f"  AWS answered {what}, {often} in {PATIENCE_SECONDS:.0f} s; Terraform tries again")
        self._failures.clear()
