"""What a program in this process can reach, measured before it runs."""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path
from typing import Any


def measure(home: str, folder: str) -> dict[str, Any]:
    """Return what is within reach.

    Args:
        home: the home folder of the user who compares.
        folder: the program's own.

    Returns:
        `network`, `home`, `folder` (to be written), `processes` (how many others are to be seen), and `python`.
    """
    return {
        "network": any(name != "lo" for _, name in socket.if_nameindex()),
        "home": _has_files(Path(home)),
        "folder": os.access(folder, os.W_OK),
        "processes": _others(),
        "python": f"{sys.version_info.major}.{sys.version_info.minor}",
    }


def _has_files(home: Path) -> bool:
    """Say whether the folder holds a file; a sandbox has at most the empty way to what it shows."""
    try:
        return any(entry.is_file() for entry in home.iterdir())
    except OSError:
        return False


def _others() -> int:
    """Count the processes whose environment this one may read, itself and its first one apart."""
    own = {"1", str(os.getpid())}
    try:
        listed = [entry.name for entry in Path("/proc").iterdir() if entry.name.isdigit()]
    except OSError:
        return 0
    return sum(1 for entry in listed if entry not in own and os.access(f"/proc/{entry}/environ", os.R_OK))
