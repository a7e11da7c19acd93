"""What differs in a project of a user's own: its packages are not the project's, and pipenv is not asked for."""

import sys
from pathlib import Path

import pytest

from tap_cli.toolchain import pipenv
from tap_cli.toolchain import project as places
from tap_cli.toolchain.clean import clean
from tap_cli.toolchain.project import Project, in_own_words
from tap_cli.toolchain.set_up import steps
from tap_cli.toolchain.tools import TOOLS, tools_of
from tap_cli.toolchain.workstation import Workstation


@pytest.fixture
def own(tmp_path: Path) -> Project:
    """A project of a user's own, with what set-up and a synthesis make."""
    for name in ("node_modules", ".tools", ".demo", "cdktf.out"):
        (tmp_path / name).mkdir()
    return Project(tmp_path, is_own=True)


def test_its_packages_are_those_of_the_environment_that_runs(own: Project) -> None:
    assert (own.venv, own.python) == (Path(sys.prefix), Path(sys.executable))


def test_clean_leaves_the_environment_that_runs(own: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    environment = tmp_path / "environment"
    environment.mkdir()
    monkeypatch.setattr(sys, "prefix", str(environment))

    removed = clean(own)

    assert environment.is_dir()
    assert sorted(folder.name for folder in removed) == [".demo", ".tools", "cdktf.out", "node_modules"]


def test_set_up_makes_tools_and_no_packages(own: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "_LOCKS", places.PROJECT.root)
    for name in ("package.json", "package-lock.json"):
        (own.root / name).write_text("{}")
    made = [step.folder.relative_to(own.root) for step in steps(Workstation(own, {"PATH": ""}, own.root))]

    assert made[0] == Path("node_modules")
    assert {folder.parts[0] for folder in made[1:]} == {".tools"}
    assert Path(".tools/pipenv") not in made


def test_pipenv_is_no_tool_of_it(own: Project) -> None:
    assert {*TOOLS} - {*tools_of(own)} == {pipenv}
    assert tools_of(places.PROJECT) == TOOLS


@pytest.mark.parametrize(
    ("message", "own_words"),
    [
        ("Run: make setup", "Run: tap setup"),
        ("Run: make setup (or: pipenv sync --dev)", "Run: tap setup"),
        ("Try: make demo ENV=dev", "Try: tap demo dev"),
        ("run: make lock", "run: make lock"),
    ],
)
def test_messages_name_what_it_has(message: str, own_words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert in_own_words(message) == message

    monkeypatch.setattr(places, "IS_INSTALLED", True)

    assert in_own_words(message) == own_words
