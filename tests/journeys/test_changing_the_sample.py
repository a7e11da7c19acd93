"""What a user of this checkout changes, in a copy of it: the library's tests stay green, the sample's name a remedy."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.project import ROOT, copy_folder

MADE = (".venv", ".tools", "node_modules")
LIBRARY = ("tests/tap_stack", "tests/pulumi_program", "tests/product")
"""The library's tests that read environments, a handler and Pulumi stacks in their own process."""

SECONDS = 300


def add_an_environment(checkout: Path) -> None:
    """Add the environment of the README."""
    (example,) = re.findall(r"^```toml\n(.*?)^```", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE | re.DOTALL)
    (checkout / "environments" / "qa.toml").write_text(example)


def change_a_value(checkout: Path) -> None:
    """Give every environment more memory."""
    for file in (checkout / "environments").glob("*.toml"):
        file.write_text(file.read_text("utf-8").replace("[function]", "[function]\nmemory_size = 1024"))


def replace_the_handler(checkout: Path) -> None:
    """Put code of another shape in the handler's place."""
    (checkout / "handler" / "tap_handler.py").unlink()
    (checkout / "handler" / "orders.py").write_text("def take(event, context):\n    return event\n")
    for file in (checkout / "environments").glob("*.toml"):
        file.write_text(file.read_text("utf-8").replace("[function]", '[function]\nhandler = "orders.take"'))


def rename_every_environment(checkout: Path) -> None:
    """Call the environments otherwise, on the CDKTF side only."""
    for file in (checkout / "environments").glob("*.toml"):
        file.rename(file.with_stem(f"{file.stem}-eu"))


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of this checkout, with this one's tools."""
    for place in ROOT.iterdir():
        if place.is_file():
            shutil.copy(place, tmp_path)
        elif not place.name.startswith(".") and place.name not in {*MADE, "cdktf.out"}:
            copy_folder(place, tmp_path / place.name)
    for made in MADE:
        (tmp_path / made).symlink_to(ROOT / made)
    return tmp_path


def run_tests(checkout: Path, *tests: str) -> subprocess.CompletedProcess[str]:
    """Run some tests of the copy."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *tests]
    return subprocess.run(
        command, cwd=checkout, env=os.environ, capture_output=True, text=True, timeout=SECONDS, check=False
    )


def test_the_librarys_tests_know_nothing_of_the_sample(checkout: Path) -> None:
    """All changes at once, since none may matter."""
    for change in (add_an_environment, change_a_value, replace_the_handler, rename_every_environment):
        change(checkout)
    for stack in (checkout / "pulumi_program").glob("Pulumi.*.yaml"):
        stack.unlink()
    result = run_tests(checkout, *LIBRARY)
    assert result.returncode == 0, result.stdout + result.stderr


SNAPSHOTS, COMPARISON = "tests/sample_app/test_snapshots.py", "tests/sample_app/test_comparison.py"


def test_an_added_environment_asks_for_nothing_but_to_be_accepted(checkout: Path) -> None:
    add_an_environment(checkout)
    result = run_tests(checkout, SNAPSHOTS, COMPARISON)
    assert result.returncode == 1, result.stdout + result.stderr
    assert "`make snapshots` accepts" in result.stdout
    failed = set(re.findall(r"^FAILED \S+::(\S+)", result.stdout, re.MULTILINE))
    assert failed == {"test_snapshot[qa]", "test_snapshot_of_the_differences"}

    accepted = run_tests(checkout, SNAPSHOTS, "--snapshot-update")
    assert accepted.returncode == 0, accepted.stdout + accepted.stderr
    assert (checkout / "tests/sample_app/__snapshots__/test_snapshots/test_snapshot[qa].json").is_file()


def test_a_changed_value_asks_to_be_accepted_and_for_the_other_version(checkout: Path) -> None:
    change_a_value(checkout)
    result = run_tests(checkout, SNAPSHOTS, COMPARISON)
    assert result.returncode == 1, result.stdout + result.stderr
    assert "`make snapshots` accepts" in result.stdout
    assert "`make compare` shows" in result.stdout


def test_a_replaced_handler_asks_for_tests_of_its_own(checkout: Path) -> None:
    replace_the_handler(checkout)
    result = run_tests(checkout, "tests/sample_app/test_handler.py", "--exitfirst")
    assert result.returncode == 1, result.stdout + result.stderr
    assert "replace tests/sample_app/test_handler.py" in result.stdout
