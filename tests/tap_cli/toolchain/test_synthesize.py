import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tap_cli.toolchain import synthesize
from tap_cli.toolchain.project import Project
from tap_cli.toolchain.synthesize import find_interpreter
from tests.support.project import ENVIRONMENT_NAMES

Program = Callable[[str, str], Path]


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """A current Python without the project's packages."""
    monkeypatch.setattr(synthesize, "find_spec", lambda _: None)


def test_the_current_python_is_taken_if_it_has_the_packages(empty_project: Project) -> None:
    assert find_interpreter(empty_project) == Path(sys.executable)


@pytest.mark.usefixtures("bare")
def test_else_the_projects_own(empty_project: Project) -> None:
    empty_project.python.parent.mkdir(parents=True)
    empty_project.python.touch()

    assert find_interpreter(empty_project) == empty_project.python


@pytest.mark.usefixtures("bare")
def test_else_the_one_that_pipenv_keeps_elsewhere(
    empty_project: Project, tmp_path: Path, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    python = tmp_path / "virtualenvs" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.touch()
    monkeypatch.setenv("PATH", str(program("pipenv", f"echo {tmp_path / 'virtualenvs'}")))

    assert find_interpreter(empty_project) == python


@pytest.mark.usefixtures("bare")
@pytest.mark.parametrize("script", [None, "exit 1", "echo /nowhere"])
def test_else_there_is_none(
    empty_project: Project, program: Program, monkeypatch: pytest.MonkeyPatch, script: str | None
) -> None:
    monkeypatch.setenv("PATH", str(program("pipenv", script)) if script else "")

    assert find_interpreter(empty_project) is None


@pytest.mark.usefixtures("bare")
def test_then_it_says_how_to_get_one(empty_project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(synthesize, "PROJECT", empty_project)
    monkeypatch.setenv("PATH", "")

    with pytest.raises(SystemExit, match=r"packages are not installed. Run: make setup"):
        synthesize.main()


def test_a_python_without_packages_and_node_synthesizes(checkout: Project, tmp_path: Path) -> None:
    """As when the user's own cdktf runs the app command: any python3, an environment that knows nothing."""
    base = Path(sys.base_prefix) / "bin" / "python3"
    environ = {
        "PATH": os.pathsep.join(["/usr/bin", "/bin"]),
        "HOME": str(tmp_path),
        "CDKTF_OUTDIR": str(tmp_path / "out"),
        "JSII_RUNTIME_PACKAGE_CACHE_ROOT": str(Path.home() / ".cache" / "aws" / "jsii" / "package-cache"),
    }

    subprocess.run(
        [base, "-m", "tap_cli.toolchain.synthesize"], cwd=checkout.root, env=environ, check=True, capture_output=True
    )

    assert {file.parent.name for file in tmp_path.glob("out/stacks/*/cdk.tf.json")} == set(ENVIRONMENT_NAMES)
