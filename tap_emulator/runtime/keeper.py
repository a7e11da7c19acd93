"""Keeps the processes of one invocation together: the first process of it, which outlives all others.

Usage: ``python keeper.py LIFELINE SCRIPT ARGUMENT…``. It forks, runs the script in the child, and ends everything that
the child or any descendant of it has started when

- the child ends: then the keeper ends the same way, by exit code or signal;
- the emulator asks for it by SIGTERM;
- the emulator is gone, even killed: the file descriptor LIFELINE is a pipe whose other end only the emulator holds.

A process that forks twice and starts a session of its own leaves its group and its parent. The kernel gives it to the
nearest ancestor that is a *child subreaper* (Linux, ``prctl(2)``), and that is the keeper. So it has to end its own
children only, again and again until it has none. Elsewhere the child's process group is ended.

A function that kills its keeper leaves its processes to the next such ancestor, the emulator, which does the same with
them at its own end.

It stands alone, like ``bootstrap.py``: the interpreter that runs it knows nothing of this project.
"""

import contextlib
import ctypes
import os
import resource
import runpy
import select
import signal
import sys
from pathlib import Path

_PR_SET_CHILD_SUBREAPER = 36  # linux/prctl.h


def main(lifeline: int, command: list[str]) -> None:
    """Run the script in a child, keep what it starts, and end as it ended."""
    adopt_orphans()
    child = os.fork()
    if child == 0:
        os.setsid()
        os.close(lifeline)
        sys.argv = command
        runpy.run_path(command[0], run_name="__main__")
        return
    code = _wait_for_the_end(child, lifeline)
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child, signal.SIGKILL)
    end_children()
    _end_as(code)


def adopt_orphans() -> None:
    """Let the kernel give this process every orphan among its descendants (Linux; elsewhere nothing happens)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def end_children() -> None:
    """Kill every child of this process, adopted ones included, until there is none."""
    with contextlib.suppress(ChildProcessError):
        while True:
            for process in _children():
                with contextlib.suppress(ProcessLookupError):
                    os.kill(process, signal.SIGKILL)
            os.waitpid(-1, 0)


def _wait_for_the_end(child: int, lifeline: int) -> int:
    """Return the child's exit code, negative for a signal; or that of SIGKILL when the emulator wants the end."""
    wake, waker = os.pipe()
    os.set_blocking(waker, False)
    for number in (signal.SIGCHLD, signal.SIGTERM):
        signal.signal(number, lambda *_: None)
    for number in (signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    signal.set_wakeup_fd(waker)
    while True:
        for process, status in _ended():
            if process == child:
                return os.waitstatus_to_exitcode(status)
        ready, _, _ = select.select([lifeline, wake], [], [])
        if lifeline in ready or signal.SIGTERM in os.read(wake, 4096):
            return -signal.SIGKILL


def _ended() -> list[tuple[int, int]]:
    """Return process id and status of every child that has ended, and let go of it."""
    ended: list[tuple[int, int]] = []
    with contextlib.suppress(ChildProcessError):
        while (one := os.waitpid(-1, os.WNOHANG))[0] != 0:
            ended.append(one)
    return ended


def _children() -> list[int]:
    """Return the process ids of this process's own children (Linux; elsewhere none)."""
    lists = Path("/proc/self/task").glob("*/children")
    return [int(process) for file in lists for process in file.read_text().split()]


def _end_as(code: int) -> None:
    if code < 0:
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        with contextlib.suppress(OSError):  # SIGKILL and SIGSTOP have no other handling to restore
            signal.signal(-code, signal.SIG_DFL)
        os.kill(os.getpid(), -code)
    os._exit(code)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:])
