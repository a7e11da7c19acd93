"""Programs: supervised, so that they never outlive their caller, or put in this process's place."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from threading import Timer
from typing import IO, NoReturn

GRACE_SECONDS = 15.0
"""How long an interrupted program may tidy up: Terraform saves its state in this time."""


def supervise(
    command: Sequence[str | Path],
    *,
    cwd: Path,
    variables: Mapping[str, str],
    log: IO[str],
    timeout: float,
    on_line: Callable[[str], object] = str,
) -> int:
    """Run a program to its end.

    Args:
        command: the program and its arguments.
        cwd: the folder to run it in.
        variables: all that it inherits.
        log: takes every line of its output and its errors.
        timeout: seconds after which it is ended.
        on_line: called with each line as it comes; what it returns is ignored.

    Returns:
        Its exit code; negative where a signal ended it.
    """
    with ExitStack() as started:
        with _signals_held():
            process = started.enter_context(
                subprocess.Popen(
                    command,
                    cwd=cwd,
                    env=variables,
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.STDOUT,
                    text=True,
                    errors="replace",
                    start_new_session=True,  # a group of its own, so that its children can be ended with it
                )
            )
            started.callback(end, process)
        late = Timer(timeout, end, [process])
        started.callback(late.cancel)
        late.start()
        for line in process.stdout or ():
            log.write(line)
            log.flush()
            on_line(line.rstrip("\n"))
        return process.wait()


def become(command: Sequence[str | Path], variables: Mapping[str, str]) -> NoReturn:
    """Put a program in this process's place: its questions, signals and exit code are the user's own."""
    sys.stdout.flush()
    os.execve(command[0], [str(part) for part in command], dict(variables))  # noqa: S606 - a list, not a shell


def end(process: subprocess.Popen[str]) -> None:
    """End a program and all that it started: ask first, then insist."""
    with _signals_held():
        if process.poll() is None:
            _signal(process, signal.SIGINT)
            with suppress(subprocess.TimeoutExpired):
                process.wait(GRACE_SECONDS)
        _signal(process, signal.SIGKILL)


def _signal(process: subprocess.Popen[str], number: signal.Signals) -> None:
    with suppress(ProcessLookupError, PermissionError):  # the group is gone already
        os.killpg(process.pid, number)


@contextmanager
def _signals_held() -> Iterator[None]:
    """Put off Ctrl-C and SIGTERM for a moment: between its start and our record of it, a program would be orphaned."""
    if threading.current_thread() is not threading.main_thread():  # Python tells signals to the main thread alone
        yield
        return
    held: list[int] = []
    before = {
        number: signal.signal(number, lambda came, _: held.append(came)) for number in (signal.SIGINT, signal.SIGTERM)
    }
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        for came in held:
            signal.raise_signal(came)
