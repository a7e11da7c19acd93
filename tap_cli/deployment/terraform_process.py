"""One Terraform process under our eye: its words go to a file, so that it comes to its end whatever happens to us."""

from __future__ import annotations

import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

PAUSE_SECONDS: Final = 0.05
"""How often the file is looked at."""

INTERRUPTS: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
"""What Terraform hears as one Ctrl-C: it finishes what is under way, saves its state and unlocks it."""


@dataclass(frozen=True)
class Ended:
    """How a process ended.

    Attributes:
        code: its exit code; negative where a signal ended it.
        interrupted: it was asked to stop.
    """

    code: int
    interrupted: bool


def follow(
    command: Sequence[str | Path],
    *,
    cwd: Path,
    variables: Mapping[str, str],
    log: Path,
    on_line: Callable[[str], object],
    on_pause: Callable[[], bool] = lambda: False,
) -> Ended:
    """Run a program to its end.

    It has a session of its own and writes to a file: neither a closed terminal nor our own end reaches it. An interrupt
    of ours is passed on as one, and then it is waited for.

    Args:
        command: the program and its arguments.
        cwd: the folder to run it in.
        variables: all that it inherits.
        log: the file that takes what it prints.
        on_line: called with each line as it comes.
        on_pause: called some times a second while it runs; once it says so, the program is interrupted.
    """
    passed_on: list[int] = []
    with log.open("ab") as sink, log.open("rb") as source:
        source.seek(0, 2)
        started: list[subprocess.Popen[bytes]] = []

        def pass_on(number: int, _: object) -> None:
            passed_on.append(number)
            if started:
                started[0].send_signal(signal.SIGINT)

        with _handled(pass_on):
            process = subprocess.Popen(
                command,
                cwd=cwd,
                env=variables,
                stdin=subprocess.DEVNULL,
                stdout=sink,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
            started.append(process)
            if passed_on:
                process.send_signal(signal.SIGINT)
            for line in _lines(source, process, on_pause):
                on_line(line)
            return Ended(process.wait(), bool(passed_on))


def _lines(source: IO[bytes], process: subprocess.Popen[bytes], on_pause: Callable[[], bool]) -> Iterator[str]:
    """Yield the lines of a growing file until the process that writes it has ended."""
    kept, is_given_up = b"", False
    while True:
        ended = process.poll() is not None  # asked before the file is read: what it wrote last is not missed
        *lines, kept = (kept + source.read()).split(b"\n")
        yield from (line.decode("utf-8", "replace") for line in lines)
        if ended:
            if kept:
                yield kept.decode("utf-8", "replace")
            return
        if on_pause() and not is_given_up:
            is_given_up = True
            process.send_signal(signal.SIGINT)
        time.sleep(PAUSE_SECONDS)


@contextmanager
def _handled(handler: Callable[[int, object], None]) -> Iterator[None]:
    before = {number: signal.signal(number, handler) for number in INTERRUPTS}
    try:
        yield
    finally:
        for number, earlier in before.items():
            signal.signal(number, earlier)
