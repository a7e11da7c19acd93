"""The public door: one list of names, each there, and loaded only when it is used."""

import io
import subprocess
import sys
from pathlib import Path

import pytest

import stack_parity
from tests.stack_parity.samples import changed, function, stack
from tests.stack_parity.sources.test_inputs import write


def test_every_name_is_there() -> None:
    assert all(getattr(stack_parity, name) is not None for name in stack_parity.__all__)
    assert sorted(stack_parity.__all__) == [
        "EXIT_CODES",
        "FORMATS",
        "InputError",
        "Judgement",
        "NOT_COMPARED",
        "Report",
        "Takeover",
        "compare_programs",
        "main",
        "match_export",
        "render",
        "translate",
    ]
    with pytest.raises(AttributeError, match="no attribute 'parity'"):
        getattr(stack_parity, "parity")  # noqa: B009 - the name is unknown to the type checker


def test_a_name_is_loaded_when_it_is_used() -> None:
    program = "import sys, stack_parity; print(sorted(name for name in sys.modules if name.startswith('stack_parity')))"
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True, timeout=60)
    assert done.stdout == "['stack_parity']\n"


def test_it_serves_as_a_library(tmp_path: Path) -> None:
    left = write(tmp_path / "left.tf.json", stack())
    right = write(tmp_path / "right.tf.json", changed(lambda document: function(document).update(timeout=90)))
    report = stack_parity.compare_programs(left, right)
    assert (report.verdict, report.differences) == (stack_parity.Judgement.DIFFERENT, 1)
    stream = io.StringIO()
    stack_parity.render(report, "terminal", stream)
    assert stream.getvalue().startswith("DIFFERENT: 1 difference in 1 environment")
    with pytest.raises(stack_parity.InputError, match="there is no such file"):
        stack_parity.compare_programs(left, tmp_path / "gone.json")
