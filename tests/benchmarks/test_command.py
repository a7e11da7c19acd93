from pathlib import Path

import pytest

from benchmarks.__main__ import main
from benchmarks.project import STEP
from tests.support.project import ROOT


def test_one_small_benchmark_from_end_to_end(tmp_path_factory: pytest.TempPathFactory) -> None:
    output, folder = tmp_path_factory.mktemp("output"), tmp_path_factory.mktemp("folder")
    options = ["--only", "floor", "--environments", "1", "3", "--rounds", "1"]
    assert main([*options, "--output", str(output), "--folder", str(folder)]) == 0
    assert sorted(file.name for file in output.iterdir()) == ["results.md", "results.svg"]
    assert "## 1 environment, warm" in (output / "results.md").read_text()


def test_the_quick_form_compares_with_the_floor_and_writes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    results = (ROOT / "benchmarks" / "results.md").read_bytes()
    assert main(["--quick", "--environments", "1", "--rounds", "1", "--folder", str(tmp_path)]) == 0
    told = capsys.readouterr().out
    assert "| **TapStack** |" in told
    assert "| cdktf without a provider (the floor) |" in told
    assert "| plain cdktf program |" not in told
    assert (ROOT / "benchmarks" / "results.md").read_bytes() == results


@pytest.mark.parametrize("options", [["--environments", "0"], ["--rounds", "x"], ["--only", "chef"]])
def test_bad_options_are_refused(options: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as exit_code:
        main(options)
    assert exit_code.value.code == 2
    assert "error: argument" in capsys.readouterr().err


def test_the_steps_of_the_demo_are_read() -> None:
    assert STEP.findall("   2.5 s  start the emulated AWS\nnoise\n  31.0 s  deploy\n") == [
        ("2.5", "start the emulated AWS"),
        ("31.0", "deploy"),
    ]
