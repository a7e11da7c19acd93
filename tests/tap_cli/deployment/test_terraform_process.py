"""A program under our eye: its lines, our signals, and its life beyond ours."""

import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from pathlib import Path

import pytest

from tap_cli.deployment.terraform_process import Ended, follow

SECONDS = 30


def run(folder: Path, program: str, heard: list[str] | None = None) -> tuple[int, bool]:
    lines = [] if heard is None else heard
    ended = follow(
        [sys.executable, "-u", "-c", textwrap.dedent(program)],
        cwd=folder,
        variables=dict(os.environ),
        log=folder / "log",
        on_line=lines.append,
    )
    return ended.code, ended.interrupted


def test_every_line_is_heard_also_a_last_one_without_an_end(tmp_path: Path) -> None:
    heard: list[str] = []

    assert run(tmp_path, "print('one'); print('zwei ü'); print('end', end='')", heard) == (0, False)
    assert heard == ["one", "zwei ü", "end"]
    assert (tmp_path / "log").read_text("utf-8") == "one\nzwei ü\nend"


def test_a_second_program_adds_to_the_log_and_is_heard_alone(tmp_path: Path) -> None:
    run(tmp_path, "print('first')")
    heard: list[str] = []
    run(tmp_path, "print('second')", heard)

    assert heard == ["second"]
    assert (tmp_path / "log").read_text() == "first\nsecond\n"


def test_the_exit_code_is_the_programs_and_a_killing_signal_is_negative(tmp_path: Path) -> None:
    assert run(tmp_path, "raise SystemExit(7)") == (7, False)
    assert run(tmp_path, "import os; os.kill(os.getpid(), 9)") == (-9, False)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP], ids=lambda number: number.name)
def test_a_signal_of_ours_is_one_ctrl_c_of_its(tmp_path: Path, number: signal.Signals) -> None:
    program = """
        import signal, time
        came = []
        signal.signal(signal.SIGINT, lambda *_: came.append(1))
        print("ready")
        while not came:
            time.sleep(0.02)
        raise SystemExit(len(came))
    """
    before = signal.getsignal(number)
    heard: list[str] = []

    class Ready(list[str]):
        def append(self, line: str) -> None:
            threading.Timer(0.1, os.kill, [os.getpid(), number]).start()

    assert run(tmp_path, program, Ready()) == (1, True)
    assert heard == []
    assert signal.getsignal(number) is before


def test_it_outlives_us_and_what_it_says_is_kept(tmp_path: Path) -> None:
    inner = "import time\nprint('begin')\ntime.sleep(1)\nprint('end')"
    outer = f"""
import os, sys
from pathlib import Path
from tap_cli.deployment.terraform_process import Ended, follow
follow([sys.executable, "-u", "-c", {inner!r}], cwd=Path({str(tmp_path)!r}), variables=dict(os.environ),
       log=Path({str(tmp_path / "log")!r}), on_line=lambda line: print(line, flush=True))
"""
    with subprocess.Popen([sys.executable, "-c", outer], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stdout.readline() == "begin\n"
        process.kill()
    deadline = time.monotonic() + SECONDS
    while (tmp_path / "log").read_text() != "begin\nend\n":
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_what_is_given_up_is_interrupted_once_and_waited_for(tmp_path: Path) -> None:
    lines = ["import signal, sys, time", "signal.signal(signal.SIGINT, lambda *_: sys.exit(7))"]
    script = "\n".join([*lines, "print('up', flush=True)", "time.sleep(60)"])
    seen: list[str] = []

    ended = follow(
        [sys.executable, "-c", script],
        cwd=tmp_path,
        variables=dict(os.environ),
        log=tmp_path / "log",
        on_line=seen.append,
        on_pause=lambda: bool(seen),
    )

    assert ended == Ended(7, interrupted=False)
