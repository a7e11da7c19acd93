"""One run of one program: wall time, CPU time and memory of the whole tree of its processes (Linux)."""

from __future__ import annotations

import ctypes
import os
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

RUN_TIMEOUT_SECONDS: Final = 600
ORPHAN_TIMEOUT_SECONDS: Final = 10
SAMPLE_SECONDS: Final = 0.05
_PR_SET_CHILD_SUBREAPER: Final = 36
"""prctl(2): orphans below become children of this process, so that their CPU time is counted as well."""


class RunError(Exception):
    """A program failed; the message has the end of what it said."""


@dataclass(frozen=True)
class Cost:
    """What one run took.

    Args:
        wall: seconds from start to end.
        cpu: seconds of user and system time, of all processes.
    """

    wall: float
    cpu: float


def time_run(command: Sequence[str], environment: Mapping[str, str], folder: Path) -> Cost:
    """Run a program in a folder and time it.

    Raises:
        RunError: it fails or takes more than ten minutes.
    """
    _adopt_orphans()
    began, before = time.monotonic(), _cpu_of_children()
    _run(command, environment, folder)
    wall = time.monotonic() - began
    _wait_for_orphans()
    return Cost(wall, _cpu_of_children() - before)


def peak_memory(command: Sequence[str], environment: Mapping[str, str], folder: Path) -> float:
    """Run a program and return the highest sum of its processes' memory, in MB.

    The memory is the proportional set size: a page that two processes share counts once. It is sampled every 50 ms, in
    a run of its own, since looking costs the program time.

    Raises:
        RunError: as `time_run`.
    """
    peak, done = 0.0, threading.Event()

    def watch() -> None:
        nonlocal peak
        while not done.wait(SAMPLE_SECONDS):
            peak = max(peak, sum(_proportional_set_size(pid) for pid in _descendants(os.getpid())))

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        _run(command, environment, folder)
    finally:
        done.set()
        watcher.join()
    return peak


def _run(command: Sequence[str], environment: Mapping[str, str], folder: Path) -> None:
    try:
        done = subprocess.run(
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=RUN_TIMEOUT_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise RunError(f"{' '.join(command)} took more than {RUN_TIMEOUT_SECONDS} s") from None
    if done.returncode != 0:
        last_lines = "\n".join((done.stderr or done.stdout).strip().splitlines()[-8:])
        raise RunError(f"{' '.join(command)} ended with exit code {done.returncode}:\n{last_lines}")


def _cpu_of_children() -> float:
    times = os.times()
    return times.children_user + times.children_system


def _adopt_orphans() -> None:
    ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def _wait_for_orphans() -> None:
    """Wait for processes that outlive the program that started them; jsii's end by themselves when it has ended."""
    deadline = time.monotonic() + ORPHAN_TIMEOUT_SECONDS
    while time.monotonic() < deadline:
        try:
            ended, _ = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if ended == 0:
            time.sleep(SAMPLE_SECONDS)


def _descendants(root: int) -> list[int]:
    children: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(stat.read_text().rpartition(")")[2].split()[1])
        except OSError:  # the process has ended
            continue
        children.setdefault(parent, []).append(int(stat.parent.name))
    found, todo = [], [root]
    while todo:
        below = children.get(todo.pop(), [])
        found += below
        todo += below
    return found


def _proportional_set_size(pid: int) -> float:
    """Return the memory of a process in MB, 0 when it has ended."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:")), 0.0)
