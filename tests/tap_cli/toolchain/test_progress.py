"""A long step shows that it runs: in lines, and on a real terminal in one line that moves."""

import os
import pty
import sys
from pathlib import Path

import pytest

from tap_cli.errors import UserError
from tap_cli.toolchain.progress import shown, size
from tap_cli.toolchain.project import PROJECT

PROGRAM = """
import sys, time
from pathlib import Path
from tap_cli.toolchain.progress import shown
with shown("A thing", float(sys.argv[1]), Path(sys.argv[2])):
    time.sleep(1.2)
"""


def on_terminal(expected: str, folder: Path, term: str) -> str:
    """What a terminal gets from a step of 1.2 s."""
    child, terminal = pty.fork()
    if child == 0:
        variables = {**os.environ, "TERM": term, "PYTHONPATH": str(PROJECT.root), "COLUMNS": "60"}
        os.execve(sys.executable, [sys.executable, "-W", "ignore", "-c", PROGRAM, expected, str(folder)], variables)  # noqa: S606
    said = b""
    try:
        while more := os.read(terminal, 1000):
            said += more
    except OSError:  # the program has ended
        pass
    finally:
        os.close(terminal)
        os.waitpid(child, 0)
    return said.decode()


def test_it_says_in_lines_what_runs_and_what_came_of_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_bytes(b"x" * 3_000_000)
    with shown("A thing", 40, tmp_path):
        assert capsys.readouterr().out == "Set-up: A thing … (about 40 s the first time)\n"
    assert capsys.readouterr().out == "        0.0 s, 3 MB\n"
    with shown("A quick one", 1, tmp_path):
        assert capsys.readouterr().out == "Set-up: A quick one …\n"


def test_of_a_failure_it_claims_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(UserError), shown("A thing", 0, tmp_path):
        raise UserError("no")
    assert capsys.readouterr().out == "Set-up: A thing …\n"


@pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning")
def test_on_a_terminal_one_line_moves(tmp_path: Path) -> None:
    said = on_terminal("40", tmp_path, "xterm").split("\r\x1b[K")

    assert said[1:3] == [f"Set-up: A thing … {second} s, about 40 s the first time" for second in (0, 1)]
    assert said[-1].startswith("Set-up: A thing: 1.")
    assert said[-1].endswith(" MB\r\n")
    assert "\x1b" not in on_terminal("40", tmp_path, "dumb")


def test_a_size_counts_what_the_disk_holds(tmp_path: Path) -> None:
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner" / "file").write_bytes(b"x" * 1_000_000)
    (tmp_path / "link").symlink_to("/no/such/place")
    assert 1_000_000 <= size(tmp_path) < 1_100_000
