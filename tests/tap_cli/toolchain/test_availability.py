"""What a run of the tests says where Terraform cannot be had; shown on a run of its own with nothing on PATH."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tap_cli.toolchain.project import PROJECT, Project

SECONDS = 120
REQUIRE = "TAP_REQUIRE_TERRAFORM"


@pytest.fixture
def suite(checkout: Project) -> Path:
    """A checkout whose set-up installed no Terraform, with two tests that need it and one that does not."""
    checkout.tools.unlink()
    shutil.copy(PROJECT.root / "conftest.py", checkout.root)
    (checkout.root / "test_suite.py").write_text(
        "import pytest\n\n"
        "@pytest.mark.terraform\ndef test_a(): pass\n\n"
        "@pytest.mark.deploy\ndef test_b(): pass\n\n"
        "def test_c(): pass\n"
    )
    (checkout.root / "pytest.ini").write_text("[pytest]\nmarkers =\n  terraform:\n  deploy:\n")
    return checkout.root


def run(suite: Path, *options: str, **environ: str) -> subprocess.CompletedProcess[str]:
    here = {name: value for name, value in os.environ.items() if name != REQUIRE}
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *options, "test_suite.py"],
        cwd=suite,
        env={**here, "PATH": "", "TERRAFORM_BINARY_NAME": "terraform-that-is-missing"} | environ,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )


@pytest.mark.parametrize("options", [[], ["-n", "2"]], ids=["one process", "two at a time"])
def test_they_are_skipped_with_one_loud_last_line(suite: Path, options: list[str]) -> None:
    result = run(suite, *options)

    last = result.stdout.strip().splitlines()[-1]
    assert result.returncode == 0, result.stdout + result.stderr
    assert last.startswith("2 TESTS WITH REAL TERRAFORM WERE SKIPPED. Terraform is missing: ")
    assert last.endswith("run: make setup")
    assert result.stdout.count("WERE SKIPPED") == 1


def test_where_terraform_is_required_they_fail(suite: Path) -> None:
    result = run(suite, **{REQUIRE: "1"})

    assert result.returncode == 1
    assert "1 passed, 2 errors" in result.stdout
    assert "WERE SKIPPED" not in result.stdout
