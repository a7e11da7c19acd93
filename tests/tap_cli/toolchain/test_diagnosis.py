"""`tap doctor` on checkouts in which something is missing: each thing is named, with what to do."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tap_cli.toolchain import cdktf, diagnosis, packages
from tap_cli.toolchain.clean import clean
from tap_cli.toolchain.diagnosis import Finding, Verdict, diagnose, is_well, lines
from tap_cli.toolchain.project import Project
from tap_cli.toolchain.step import STAMP
from tap_cli.toolchain.tools import TOOLS
from tap_cli.toolchain.workstation import Workstation
from tests.support.project import ROOT

SECONDS = 120


def here(project: Project, **variables: str) -> Workstation:
    return Workstation(project, {**os.environ, **variables}, Path.home())


def findings(project: Project) -> dict[str, Finding]:
    return {finding.what: finding for finding in diagnose(here(project))}


def give_lock_files(project: Project) -> None:
    for name in ("Pipfile.lock", "package.json", "package-lock.json", "pyproject.toml"):
        (project.root / name).write_bytes((ROOT / name).read_bytes())


def test_each_tool_of_an_empty_checkout_is_missing_with_its_remedy(empty_project: Project) -> None:
    give_lock_files(empty_project)

    found = findings(empty_project)

    assert {tool.TITLE for tool in TOOLS} <= set(found)
    for title in (packages.TITLE, cdktf.TITLE):
        assert found[title].verdict is Verdict.MISSING
        assert "Run: make setup" in found[title].text
    assert not is_well([*found.values()])


def test_without_lock_files_it_says_so_and_goes_on(empty_project: Project) -> None:
    (empty_project.node_modules / ".bin").mkdir(parents=True)
    empty_project.cdktf.touch()

    assert "cannot be looked at" in findings(empty_project)[cdktf.TITLE].text


def test_what_was_lost_is_named(empty_project: Project) -> None:
    give_lock_files(empty_project)
    (empty_project.node_modules / ".bin").mkdir(parents=True)
    empty_project.cdktf.touch()
    (step,) = cdktf.steps(here(empty_project))
    (step.folder / STAMP).write_text(f"{step.fingerprint}cdktf-cli\nleft-pad\n.bin/cdktf\n")

    finding = findings(empty_project)[cdktf.TITLE]

    assert (finding.verdict, finding.text) == (
        Verdict.MISSING,
        "node_modules/ lacks cdktf-cli, left-pad. Run: make setup",
    )


def test_a_full_disk_is_told(empty_project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    give_lock_files(empty_project)
    monkeypatch.setattr(diagnosis, "SPACE", 1 << 60)

    assert findings(empty_project)["Disk"].verdict is Verdict.MISSING
    assert "Make room." in findings(empty_project)["Disk"].text


def test_a_finding_of_two_lines_is_shown_below_itself() -> None:
    shown = list(lines([Finding("a", Verdict.WELL, "one\ntwo"), Finding("long", Verdict.MISSING, "three")]))

    assert shown == ["✓ a     one", "        two", "✗ long  three"]


def test_the_doctor_of_a_bare_python_needs_no_package(checkout: Project) -> None:
    """As `make doctor` calls it where nothing is set up: without the project's packages."""
    (checkout.root / ".venv").unlink()
    command = [sys.executable, "-S", "-I", "-c", BARE, str(checkout.root), "doctor"]

    result = subprocess.run(command, cwd=checkout.root, capture_output=True, text=True, timeout=SECONDS, check=False)

    assert result.returncode == 1
    assert f"✗ {packages.TITLE}" in result.stdout
    assert result.stderr == ""


BARE = "import sys; sys.path.insert(0, sys.argv.pop(1)); from tap_cli.__main__ import main; sys.exit(main())"


@pytest.mark.parametrize("arguments", [["demo"], ["doctor", "--json"], []])
def test_a_bare_python_refuses_other_verbs(checkout: Project, arguments: list[str]) -> None:
    command = [sys.executable, "-S", "-I", "-c", BARE, str(checkout.root), *arguments]

    result = subprocess.run(command, cwd=checkout.root, capture_output=True, text=True, timeout=SECONDS, check=False)

    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr == "The project's Python packages are not installed. Run: make setup\n"


def test_the_doctor_of_a_set_up_checkout_finds_the_tools_and_speaks_of_aws(checkout: Project) -> None:
    """There is no sign-in here, and nothing but loopback is asked: that is said, and is no failure of its own."""
    variables = {**os.environ, "AWS_EC2_METADATA_DISABLED": "true", "AWS_CONFIG_FILE": os.devnull}

    result = subprocess.run(
        [sys.executable, "-m", "tap_cli", "doctor", "--json"],
        cwd=checkout.root,
        env={**variables, "AWS_SHARED_CREDENTIALS_FILE": os.devnull},
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )

    found = {finding["what"]: finding for finding in json.loads(result.stdout)}
    assert found["Node"]["verdict"] == "well"
    assert found["Settings"]["text"] == "dev, prod, staging: no fault"
    assert found["AWS credentials"]["verdict"] == "optional"
    assert "Sign in" in found["AWS credentials"]["text"]
    assert result.stderr == ""


def test_clean_removes_what_was_made_and_no_state(empty_project: Project, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "kept").touch()
    empty_project.venv.symlink_to(elsewhere)
    for folder in (empty_project.tools, empty_project.output / "stacks", empty_project.demos):
        folder.mkdir(parents=True)
    state = empty_project.root / "terraform.dev.tfstate"
    state.touch()

    removed = clean(empty_project)

    assert [folder.name for folder in removed] == [".venv", ".tools", "cdktf.out", ".demo"]
    assert list(empty_project.root.iterdir()) == [state]
    assert (elsewhere / "kept").exists()
    assert clean(empty_project) == []
