"""One run of one program: wall time, CPU time and memory of the whole tree of its processes (Linux)."""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from resource import struct_rusage
from time import monotonic
from typing import Final

RUN_TIMEOUT_SECONDS: Final = 600
SAMPLE_SECONDS: Final = 0.05


class ProgramError(Exception):
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

    Every process below it counts that was waited for, as both Python and jsii do.

    Raises:
        ProgramError: it fails or takes more than ten minutes.
    """
    began = monotonic()
    with _started(command, environment, folder) as process:
        usage = _wait(process)
    return Cost(monotonic() - began, usage.ru_utime + usage.ru_stime)


def peak_memory(command: Sequence[str], environment: Mapping[str, str], folder: Path) -> float:
    """Run a program and return the highest sum of its processes' memory, in MB.

    The memory is the proportional set size: a page that two processes share counts once. It is sampled every 50 ms, in
    a run of its own, since looking costs the program time.

    Raises:
        ProgramError: as `time_run`.
    """
    peak, done = 0.0, threading.Event()

    def watch(root: int) -> None:
        nonlocal peak
        while not done.wait(SAMPLE_SECONDS):
            peak = max(peak, sum(_proportional_set_size(pid) for pid in [root, *_descendants(root)]))

    with _started(command, environment, folder) as process:
        watcher = threading.Thread(target=watch, args=(process.pid,))
        watcher.start()
        try:
            _wait(process)
        finally:
            done.set()
            watcher.join()
    return peak


@contextmanager
def _started(command: Sequence[str], environment: Mapping[str, str], folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Start a program in a session of its own, check how it ended, and leave nothing of it running."""
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
        try:
            yield process
        finally:
            _end(process.pid)
        if process.returncode != 0:
            output.seek(0)
            last_lines = "\n".join(output.read().decode(errors="replace").strip().splitlines()[-8:])
            raise ProgramError(f"{' '.join(command)} ended with exit code {process.returncode}:\n{last_lines}")


def _wait(process: subprocess.Popen[bytes]) -> struct_rusage:
    """Wait for a program and return what it and all that it waited for have used."""
    timer = threading.Timer(RUN_TIMEOUT_SECONDS, _end, [process.pid])
    timer.start()
    try:
        _, status, usage = os.wait4(process.pid, 0)
    finally:
        timer.cancel()
    process.returncode = os.waitstatus_to_exitcode(status)
    return usage


def _end(session: int) -> None:
    """Kill what is left of a session, which has the id of the process that leads it."""
    try:
        os.killpg(session, signal.SIGKILL)
    except ProcessLookupError:
        return


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
