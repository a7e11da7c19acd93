"""One run of a program in a process of its own, from its start to the end of all that it started."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final

from stack_parity.sources.pulumi.running.answer import Answer, BrokenSealError, Reader
from stack_parity.sources.pulumi.running.interpreter import Interpreter
from stack_parity.sources.pulumi.running.sandbox import HOME, PATH, Kind, View, Walls, confined

RUNNER: Final = Path(__file__).resolve().parents[1] / "runner"
_STEP_SECONDS: Final = 0.1
_CHUNK: Final = 1 << 16

_RUNNING: Final[set[subprocess.Popen[bytes]]] = set()
"""The processes of the captures that are going on, in whichever thread."""


class TimeIsOverError(Exception):
    """The program did not end in its time."""


@dataclass(frozen=True)
class Result:
    """What a run said, and the exit code of its process: 128 and more where a signal ended it."""

    answer: Answer
    code: int


def end_running() -> None:
    """End every run that is going on; each of them fails in its own thread."""
    for process in tuple(_RUNNING):
        _end(process)


def run_program(
    request: Mapping[str, Any], interpreter: Interpreter, walls: Walls, view: View, *, deadline: float
) -> Result:
    """Run one program.

    Args:
        request: which program, for which stack, with which configuration.
        interpreter: the Python that runs it.
        walls: what stands around it.
        view: what it may see behind them.
        deadline: when it must have ended, by the monotonic clock.

    Raises:
        TimeIsOverError: it did not end in its time; it and all that it started are ended.
        BrokenSealError: it wrote to the channel what is no message.
    """
    key = secrets.token_bytes(32)
    ours, theirs = socket.socketpair()
    with ours, theirs, tempfile.TemporaryFile() as stdin, tempfile.TemporaryDirectory(prefix="parity-") as scratch:
        whole = {
            **request,
            "seconds": max(deadline - time.monotonic(), 0),
            "own_python": interpreter.own,
            "home": str(Path.home()),
            "channel": theirs.fileno(),
            "key": key.hex(),
        }
        stdin.write(json.dumps(whole).encode())
        stdin.seek(0)
        command = [str(interpreter.executable), str(RUNNER / "__main__.py")]
        home = HOME if walls.kind is not Kind.NONE else scratch
        whole_command = confined(walls, command, view, Path(scratch))
        process = _start(whole_command, stdin, theirs, view.folder, _variables(interpreter, home))
        theirs.close()
        try:
            answer = _listen(process, ours, Reader(key), deadline)
        finally:
            _RUNNING.discard(process)
            _end(process)
    return Result(answer, process.returncode if process.returncode >= 0 else 128 - process.returncode)


def _start(
    command: list[str], stdin: IO[bytes], channel: socket.socket, folder: Path, variables: dict[str, str]
) -> subprocess.Popen[bytes]:
    process = subprocess.Popen(
        command,
        stdin=stdin,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        pass_fds=[channel.fileno()],
        cwd=folder,
        env=variables,
        start_new_session=True,
    )
    _RUNNING.add(process)
    return process


def _listen(process: subprocess.Popen[bytes], channel: socket.socket, reader: Reader, deadline: float) -> Answer:
    """Take messages until the run tells its end, or its process ends, or its time is over."""
    while not reader.answer.ended:
        left = deadline - time.monotonic()
        if left <= 0:
            raise TimeIsOverError
        over = process.poll() is not None
        channel.settimeout(0.001 if over else min(left, _STEP_SECONDS))
        try:
            received = channel.recv(_CHUNK)
        except TimeoutError:
            if over:  # and all that it sent is read
                break
            continue
        if not received:
            break
        reader.feed(received)
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(_STEP_SECONDS)
    return reader.answer


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the process and its children, whether or not it is still there."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _variables(interpreter: Interpreter, home: str) -> dict[str, str]:
    """Return the whole environment: nothing of this one, and nothing that leads to an account."""
    return {
        "PATH": f"{interpreter.executable.parent}:{PATH}",
        "HOME": home,
        "USER": "user",
        "LOGNAME": "user",
        "LANG": "C.UTF-8",
        "TZ": "UTC",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONHASHSEED": "0",
        "PYTHONNOUSERSITE": "1",
        "PYTHONUTF8": "1",
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
    }


__all__ = ["BrokenSealError", "Result", "TimeIsOverError", "end_running", "run_program"]
