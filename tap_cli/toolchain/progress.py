"""Shows that a long step runs: its title, its time and the time to expect; on a terminal in one line that moves."""

from __future__ import annotations

import os
import shutil
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

TICK_SECONDS: Final = 1.0
SHORT_SECONDS: Final = 3.0
"""A step that is expected to take less says nothing of it."""


@contextmanager
def shown(title: str, expected: float, folder: Path) -> Iterator[None]:
    """Show a step while it runs, and at its end how long it took and how large its folder is.

    Args:
        title: what it makes.
        expected: seconds that it takes the first time, from where packages are fetched fast.
        folder: what it makes.
    """
    start = time.monotonic()
    ended = threading.Event()
    about = f"about {expected:.0f} s the first time" if expected >= SHORT_SECONDS else ""
    is_moving = sys.stdout.isatty() and os.environ.get("TERM", "dumb") != "dumb"
    ticker = threading.Thread(target=_tick, args=(title, about, start, ended), daemon=True)
    if is_moving:
        ticker.start()
    else:
        print(f"Set-up: {title} …{f' ({about})' if about else ''}", flush=True)
    is_made = False
    try:
        yield
        is_made = True
    finally:
        ended.set()
        if is_moving:
            ticker.join()
            print("\r\x1b[K", end="", flush=True)
        if is_made:
            took = f"{time.monotonic() - start:.1f} s, {size(folder) / 1e6:.0f} MB"
            print(f"Set-up: {title}: {took}" if is_moving else f"        {took}", flush=True)


def _tick(title: str, about: str, start: float, ended: threading.Event) -> None:
    while not ended.is_set():
        line = f"Set-up: {title} … {time.monotonic() - start:.0f} s{f', {about}' if about else ''}"
        print(f"\r\x1b[K{line[: shutil.get_terminal_size().columns - 1]}", end="", flush=True)
        ended.wait(TICK_SECONDS)


def size(folder: Path) -> int:
    """Return the bytes that a folder takes on disk."""
    return sum(path.lstat().st_blocks * 512 for path in folder.rglob("*"))
