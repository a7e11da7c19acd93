"""Starts the emulator in a process of its own, and ends it whatever happens.

A process rather than a thread: moto keeps its state in modules, the extension replaces classes of it, and functions
must be able to be killed. The two sides share one socket: the emulator reports on it that it is ready, and ends when
the socket does, even when this process was killed without a chance to clean up.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from tap_emulator.errors import EmulatorError
from tap_emulator.variables import for_clients, for_emulator

_STOP_SECONDS = 10.0
_LAST_LINES = 10


@dataclass(frozen=True)
class Emulator:
    """A running emulator.

    Attributes:
        url: where it answers.
        access_key_id: the key of this run; whoever signs a request with another is refused.
        runtime: what runs the functions deployed to it, for people.
    """

    url: str
    access_key_id: str
    runtime: str

    def variables(self, base: Mapping[str, str] = os.environ) -> dict[str, str]:
        """Return all variables for a process that shall know this AWS and no other; they set no region."""
        return for_clients(self.url, self.access_key_id, base)


@contextmanager
def running(
    log: Path | None = None, lambda_python: Path | None = None, startup_timeout: float = 60.0, port: int = 0
) -> Iterator[Emulator]:
    """Start an emulator on a loopback port and end it, with all that it started, on the way out.

    Args:
        log: takes its output (default: nowhere).
        lambda_python: runs the functions (default: the current Python).
        startup_timeout: seconds that it may take to be ready.
        port: where it answers (default: 0, any free port).

    Raises:
        EmulatorError: it was not ready in time, or cannot be started.
    """
    ours, theirs = socket.socketpair()
    with ours, _log_file(log) as output:
        with theirs:
            process = _start(theirs, output, lambda_python, port)
        try:
            yield _ready(ours, output, startup_timeout)
        finally:
            ours.close()
            _end(process)


def _log_file(log: Path | None) -> IO[bytes]:
    return tempfile.TemporaryFile() if log is None else log.open("w+b")


def _start(theirs: socket.socket, output: IO[bytes], lambda_python: Path | None, port: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "tap_emulator.serve", "--starter-fd", str(theirs.fileno()), "--port", str(port)]
    if lambda_python is not None:
        # Made absolute, not resolved: the `python` of a virtual environment is a link that must not be followed.
        command += ["--lambda-python", str(lambda_python.absolute())]
    return subprocess.Popen(
        command,
        cwd=Path(__file__).parent.parent,
        env=for_emulator(os.environ),
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        pass_fds=[theirs.fileno()],
        start_new_session=True,
    )


def _ready(ours: socket.socket, output: IO[bytes], timeout: float) -> Emulator:
    """Wait for the emulator's one line of JSON; an end of the stream without it means that it gave up."""
    deadline = time.monotonic() + timeout
    said = b""
    while not said.endswith(b"\n"):
        ours.settimeout(max(deadline - time.monotonic(), 0.001))
        try:
            part = ours.recv(4096)
        except TimeoutError:
            raise EmulatorError(f"the emulator was not ready within {timeout:g} s{_last_lines(output)}") from None
        if not part:
            raise EmulatorError(f"the emulator did not start{_last_lines(output)}")
        said += part
    return Emulator(**json.loads(said))


def _last_lines(output: IO[bytes]) -> str:
    output.seek(0)
    lines = output.read().decode(errors="replace").strip().splitlines()[-_LAST_LINES:]
    return ": " + "\n".join(lines).removeprefix("emulator: ") if lines else ", and its log is empty"


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the emulator by its id: politely, then not. Functions that still run end with it."""
    process.terminate()
    try:
        process.wait(_STOP_SECONDS)
    except BaseException as error:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        if not isinstance(error, subprocess.TimeoutExpired):
            raise
