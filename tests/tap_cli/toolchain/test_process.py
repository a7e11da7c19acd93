import io
import os
import signal
import sys
import threading
import time
from pathlib import Path

import pytest

from tap_cli.toolchain import process
from tap_cli.toolchain.process import supervise

SECONDS = 30.0


def start(code: str, cwd: Path, log: io.StringIO, timeout: float = SECONDS, lines: list[str] | None = None) -> int:
    on_line = (lines if lines is not None else []).append
    return supervise(
        [sys.executable, "-uc", code], cwd=cwd, variables=os.environ, log=log, timeout=timeout, on_line=on_line
    )


def is_alive(pid: int) -> bool:
    """Whether a process runs; one that ended but has not been waited for does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_it_returns_the_exit_code_and_logs_both_streams(tmp_path: Path) -> None:
    log, lines = io.StringIO(), list[str]()

    code = start("import sys; print('out'); print('err', file=sys.stderr); sys.exit(3)", tmp_path, log, lines=lines)

    assert code == 3
    assert log.getvalue() == "out\nerr\n"
    assert lines == ["out", "err"]


def test_a_program_that_takes_too_long_is_ended(tmp_path: Path) -> None:
    start_time = time.monotonic()

    code = start("import time; time.sleep(600)", tmp_path, io.StringIO(), timeout=0.5)

    assert code != 0
    assert time.monotonic() - start_time < SECONDS


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks at processes through /proc")
def test_an_interruption_ends_the_program_and_its_children(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "GRACE_SECONDS", 0.5)
    children = (
        "import subprocess, sys, time, signal\n"
        "signal.signal(signal.SIGINT, signal.SIG_IGN)\n"
        "print(subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)']).pid)\n"
        "time.sleep(600)"
    )
    lines: list[str] = []

    def interrupt() -> None:
        while not lines:
            time.sleep(0.05)
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)

    threading.Thread(target=interrupt, daemon=True).start()
    with pytest.raises(KeyboardInterrupt):
        start(children, tmp_path, io.StringIO(), lines=lines)

    deadline = time.monotonic() + SECONDS
    while is_alive(int(lines[0])) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not is_alive(int(lines[0]))
