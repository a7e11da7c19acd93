import os
import sys
import time
from pathlib import Path

import pytest

from benchmarks.measure import ProgramError, peak_memory, time_run

BURN = "import time\nwhile time.process_time() < 0.3: pass\n"


def python(source: str) -> list[str]:
    return [sys.executable, "-c", source]


def test_the_time_of_the_whole_tree_counts(tmp_path: Path) -> None:
    child = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {BURN!r}]); {BURN}"
    cost = time_run(python(child), os.environ, tmp_path)
    assert 0.55 < cost.cpu < 3
    assert cost.wall > 0.3


def test_nothing_of_a_program_is_left_running(tmp_path: Path) -> None:
    sleeper = [sys.executable, "-c", "import time; time.sleep(60)"]
    source = f"import pathlib, subprocess; pathlib.Path('pid').write_text(str(subprocess.Popen({sleeper!r}).pid))"
    time_run(python(source), os.environ, tmp_path)
    deadline = time.monotonic() + 10
    while is_running(int((tmp_path / "pid").read_text())):
        assert time.monotonic() < deadline
        time.sleep(0.05)


def is_running(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def test_the_memory_of_the_whole_tree_counts(tmp_path: Path) -> None:
    hold = "import time; held = bytes(range(256)) * 200_000; time.sleep(0.5)"
    parent = f"import subprocess, sys; child = subprocess.Popen([sys.executable, '-c', {hold!r}]); {hold}; child.wait()"
    assert 100 < peak_memory(python(parent), os.environ, tmp_path) < 250


def test_a_program_that_fails_is_told_with_its_last_words(tmp_path: Path) -> None:
    with pytest.raises(ProgramError, match=r"exit code 3:\nthe reason"):
        time_run(python("import sys; print('the reason', file=sys.stderr); sys.exit(3)"), os.environ, tmp_path)
