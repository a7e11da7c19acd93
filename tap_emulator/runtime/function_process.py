"""The process of one invocation: started, measured and ended, with all that it started."""

import os
import signal
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from tap_emulator.runtime.folders import Folders
from tap_emulator.runtime.function_output import FunctionOutput

_BOOTSTRAP = Path(__file__).with_name("bootstrap.py")


@contextmanager
def function_process(
    python: Path, folders: Folders, variables: Mapping[str, str], output: FunctionOutput, lifeline: int
) -> Iterator[subprocess.Popen[bytes]]:
    """Start the runtime as the leader of a group of its own, and kill the whole group at the end.

    Args:
        python: the interpreter that runs the function.
        folders: what it runs.
        variables: all variables of the process.
        output: takes what it writes.
        lifeline: the reading end of a pipe that only the emulator holds open; its end ends the process.
    """
    try:
        process = subprocess.Popen(
            [python, "-s", _BOOTSTRAP, folders.layers, str(lifeline)],
            cwd=folders.task,
            env=variables,
            stdin=subprocess.DEVNULL,
            stdout=output.printed,
            stderr=subprocess.STDOUT,
            pass_fds=[lifeline, output.framed],
            start_new_session=True,
        )
    finally:
        output.release()
    try:
        yield process
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def peak_memory_mb(process_id: int) -> int | None:
    """Return the most memory that a process has held, where the kernel reports it (Linux)."""
    try:
        status = Path(f"/proc/{process_id}/status").read_text(encoding="ascii", errors="replace")
    except OSError:
        return None
    kilobytes = [line.split()[1] for line in status.splitlines() if line.startswith("VmHWM:")]
    return -(-int(kilobytes[0]) // 1024) if kilobytes else None
