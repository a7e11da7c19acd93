"""The app as Terraform's and CDKTF's users run it: `python main.py` in a project folder."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.project import ENVIRONMENT_NAMES, copy_app


def run_app(project: Path, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the app of a project with a folder as the current one."""
    return subprocess.run(
        [sys.executable, project / "main.py"], cwd=folder, check=False, capture_output=True, text=True, timeout=120
    )


def synthesized_bytes(folder: Path) -> dict[str, bytes]:
    stacks = folder / "cdktf.out" / "stacks"
    return {file.relative_to(stacks).as_posix(): file.read_bytes() for file in stacks.rglob("*") if file.is_file()}


def test_the_same_bytes_from_two_folders_and_two_sets_of_file_times(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second" / "a folder with spaces"
    first.mkdir()
    second.mkdir(parents=True)
    results = []
    for number, folder in enumerate((first, second), start=1):
        copy_app(folder)
        for file in folder.rglob("*"):
            os.utime(file, (number * 10**8, number * 10**8))
        assert run_app(folder, folder).returncode == 0
        results.append(synthesized_bytes(folder))
    assert results[0] == results[1]
    assert {name.split("/")[0] for name in results[0]} == set(ENVIRONMENT_NAMES)
    everything = b"".join(content for name, content in results[0].items() if name.endswith(".json"))
    assert str(tmp_path).encode() not in everything
    assert str(Path.home()).encode() + b"/" not in everything


@pytest.mark.parametrize(
    ("file", "text", "message"),
    [
        (
            "dev.toml",
            'region = "eu-west-1"\n[function]\nmemory_size = 64',
            "environments/dev.toml: function.memory_size",
        ),
        ("dev.toml", "region", "environments/dev.toml\n"),
        ("qa.toml", "", "environments/qa.toml: region"),
    ],
)
def test_bad_settings_are_one_clear_message(tmp_path: Path, file: str, text: str, message: str) -> None:
    copy_app(tmp_path)
    (tmp_path / "environments" / file).write_text(text)
    result = run_app(tmp_path, tmp_path)
    assert result.returncode == 1
    assert message in result.stderr
    assert "Traceback" not in result.stderr
    assert not (tmp_path / "cdktf.out").exists()


def test_an_empty_folder_of_environments_is_one_clear_message(tmp_path: Path) -> None:
    copy_app(tmp_path)
    for settings in (tmp_path / "environments").glob("*.toml"):
        settings.unlink()
    result = run_app(tmp_path, tmp_path)
    assert (result.returncode, result.stdout) == (1, "")
    assert "no file that ends in .toml" in result.stderr


def test_adding_a_file_adds_an_environment(tmp_path: Path) -> None:
    copy_app(tmp_path)
    (tmp_path / "environments" / "qa.toml").write_text('region = "us-east-1"\n')
    assert run_app(tmp_path, tmp_path).returncode == 0
    assert (tmp_path / "cdktf.out" / "stacks" / "qa" / "cdk.tf.json").is_file()
