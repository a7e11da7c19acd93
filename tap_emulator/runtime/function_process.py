"""The process of one invocation: started, measured and ended, with all that it started."""

import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from tap_emulator.runtime.folders import Folders
from tap_emulator.runtime.function_output import FunctionOutput

_KEEPER = Path(__file__).with_name("keeper.py")
_BOOTSTRAP = Path(__file__).with_name("bootstrap.py")
_STOP_SECONDS = 10.0


@contextmanager
def function_process(
    python: Path, folders: Folders, variables: Mapping[str, str], output: FunctionOutput, lifeline: int
) -> Iterator[subprocess.Popen[bytes]]:
    """Start the runtime below a keeper of its own, and end everything that it started at the end.

    Args:
        python: the interpreter that runs the function.
        folders: what it runs.
        variables: all variables of the process.
        output: takes what it writes.
        lifeline: the reading end of a pipe that only the emulator holds open; its end ends everything.
    """
    try:
        process = subprocess.Popen(
            [python, "-s", _KEEPER, str(lifeline), _BOOTSTRAP, folders.layers],
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
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(_STOP_SECONDS)


def peak_memory_mb(keeper: int) -> int | None:
    """Return the most memory that the process below a keeper has held, where the kernel reports it (Linux)."""
    try:
        children = Path(f"/proc/{keeper}/task/{keeper}/children").read_text(encoding="ascii").split()
        status = Path(f"/proc/{children[0]}/status").read_text(encoding="ascii", errors="replace")
    except (OSError, IndexError):
        return None
    kilobytes = [line.split()[1] for line in status.splitlines() if line.startswith("VmHWM:")]
    return -(-int(kilobytes[0]) // 1024) if kilobytes else None
