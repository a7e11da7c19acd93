"""A program is fast whatever the order of its imports; where one way is slow, one line says so."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.cdktf_fast_load.programs import Program
from tests.support.project import ROOT

IMPORTS = """
from tap_stack import TapStack
from cdktf import App, TerraformStack
import json, sys
import cdktf_fast_load
from cdktf_cdktf_provider_aws.sqs_queue import SqsQueue
"""
REST = """
loaded = [name for name in sys.modules if name.startswith("cdktf_cdktf_provider_aws.")]
app = App(outdir="out")
SqsQueue(TerraformStack(app, "stack"), "Queue")
print(json.dumps([len(loaded) < 100, __name__, sys.argv[1:], sys.path[0]]))
"""
PROVIDER_FIRST = """
from cdktf_cdktf_provider_aws.sqs_queue import SqsQueue
import tap_stack
import cdktf_fast_load
cdktf_fast_load.enable()
"""
LARGE_PROVIDER_FIRST = """
import sys
sys.modules |= {f"cdktf_cdktf_provider_big.m{number}": sys for number in range(200)}
import tap_stack
"""
SORTERS = {
    "none": None,
    "ruff": ["ruff", "check", "--isolated", "--quiet", "--select", "I", "--fix"],
    "ruff with one section": [
        *("ruff", "check", "--isolated", "--quiet", "--select", "I", "--fix"),
        *("--config", "lint.isort.no-sections = true", "--config", "lint.isort.force-sort-within-sections = true"),
    ],
}
RUN = "import subprocess, sys; sys.exit(subprocess.run([sys.executable, *{arguments!r}]).returncode)"


@pytest.fixture(params=SORTERS)
def sorted_program(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A program whose imports a formatter has put into its own order."""
    file = tmp_path / "shop" / "main.py"
    file.parent.mkdir()
    file.write_text(IMPORTS + REST)
    if sorter := SORTERS[request.param]:
        subprocess.run([sys.executable, "-m", *sorter, str(file)], cwd=tmp_path, check=True, timeout=60)
        assert file.read_text() != IMPORTS + REST
    return file


def test_run_by_the_package_it_is_fast_in_any_order(sorted_program: Path, program: Program) -> None:
    arguments = ["-m", "cdktf_fast_load", str(sorted_program), "--all", "x"]
    run = program(RUN.format(arguments=arguments))
    assert run.result() == f'[true, "__main__", ["--all", "x"], "{sorted_program.parent}"]\n'
    assert run.errors == ""


def test_run_as_a_module_it_is_fast_as_well(program: Program, sorted_program: Path) -> None:
    run = program(
        RUN.format(arguments=["-m", "cdktf_fast_load", "-m", "main"]),
        PYTHONPATH=f"{sorted_program.parent}:{ROOT / 'constructs'}",
    )
    assert run.result().startswith('[true, "__main__", [], ')


def test_the_provider_first_and_alone_is_slow_and_says_so(program: Program) -> None:
    run = program(PROVIDER_FIRST)
    assert run.code == 0
    (line,) = run.errors.splitlines()
    assert line.startswith(
        "cdktf_fast_load: slow start: cdktf_cdktf_provider_aws was imported before it, with all its 2,2"
    )
    assert "python -m cdktf_fast_load main.py" in line


def test_a_small_provider_first_and_a_switch_say_nothing(program: Program) -> None:
    assert program("import cdktf_cdktf_provider_null, tap_stack").errors == ""
    assert "slow start: cdktf_cdktf_provider_big was" in program(LARGE_PROVIDER_FIRST).errors
    assert program(LARGE_PROVIDER_FIRST, TAP_FAST_LOAD="0").errors == ""


@pytest.mark.parametrize("arguments", [[], ["--help"], ["-m"], ["nowhere.py"]])
def test_wrong_use_is_one_message(arguments: list[str], program: Program) -> None:
    run = program(RUN.format(arguments=["-m", "cdktf_fast_load", *arguments]))
    assert (run.code, len(run.errors.splitlines())) == (2, 1)
    assert "python -m cdktf_fast_load PROGRAM.py" in run.errors
