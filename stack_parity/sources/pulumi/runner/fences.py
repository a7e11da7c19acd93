"""What a program may not do while it is read, and what it looks for in vain."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

_NETWORK = {"socket.connect", "socket.sendto", "socket.getaddrinfo", "socket.gethostbyname"}
_FILES = {"open", "os.listdir", "os.scandir"}
MOST_MISSING = 20


class NetworkRefusedError(OSError):
    """The program tried to reach another machine; the text names it."""


class Fences:
    """Refuses connections and name look-ups of Python code in this process, and notes which files are not there.

    Args:
        folder: the program's own, where a missing file is its own affair.
    """

    def __init__(self, folder: Path) -> None:
        self.missing: list[str] = []
        self._known = tuple(
            f"{place}{os.sep}" for place in {str(folder), sys.prefix, sys.base_prefix, "/proc", "/sys", "/dev"}
        )

    def close(self) -> None:
        """Put the fences up, for good."""
        sys.addaudithook(self._watch)

    def _watch(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event in _NETWORK:
            target = arguments[0] if event in {"socket.getaddrinfo", "socket.gethostbyname"} else arguments[1]
            host = target[0] if isinstance(target, tuple) else target
            raise NetworkRefusedError(str(host))
        if event in _FILES and isinstance(arguments[0], str) and len(self.missing) < MOST_MISSING:
            path = os.path.abspath(arguments[0])  # noqa: PTH100 - resolving asks the disk at every import
            if not path.startswith(self._known) and path not in self.missing and not os.path.lexists(path):
                self.missing.append(path)
