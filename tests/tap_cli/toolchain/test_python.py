import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tap_cli.toolchain.project import PROJECT
from tap_cli.toolchain.python import base_interpreter, find_python
from tap_cli.toolchain.workstation import Workstation

Program = Callable[[str, str], Path]

NEVER = (3, 99)
"""A version that no machine has."""

ANSWER = "echo 3 99 True"


def here(home: Path, **variables: str) -> Workstation:
    return Workstation(PROJECT, variables, home)


def test_the_current_version_is_found_in_the_base_of_its_environment(tmp_path: Path) -> None:
    version = sys.version_info[0], sys.version_info[1]

    assert find_python(version, here(tmp_path, PATH="")) == base_interpreter()
    assert not base_interpreter().is_relative_to(sys.prefix) or sys.prefix == sys.base_prefix


def test_one_on_path_is_found(tmp_path: Path, program: Program) -> None:
    folder = program("python3.99", ANSWER)

    assert find_python(NEVER, here(tmp_path, PATH=str(folder))) == folder / "python3.99"


@pytest.mark.parametrize("script", ["exit 1", "echo 3 98 True", "echo 3 99 False", "echo 'pyenv: not found'"])
def test_one_that_does_not_answer_as_it_should_is_passed_over(tmp_path: Path, program: Program, script: str) -> None:
    assert find_python(NEVER, here(tmp_path, PATH=str(program("python3.99", script)))) is None


@pytest.mark.parametrize(
    ("place", "variable"),
    [
        (".pyenv/versions/3.99.4", None),
        (".local/share/uv/python/cpython-3.99.4-linux-x86_64-gnu", None),
        ("pyenv/versions/3.99.4", ("PYENV_ROOT", "pyenv")),
        ("uv/cpython-3.99.4-linux-x86_64-gnu", ("UV_PYTHON_INSTALL_DIR", "uv")),
    ],
)
def test_those_of_pyenv_and_uv_are_found(
    tmp_path: Path, program: Program, place: str, variable: tuple[str, str] | None
) -> None:
    python = tmp_path / place / "bin" / "python3.99"
    python.parent.mkdir(parents=True)
    (program("python3.99", ANSWER) / "python3.99").rename(python)
    environ = {variable[0]: str(tmp_path / variable[1])} if variable else {}

    assert find_python(NEVER, here(tmp_path, **environ, PATH="")) == python
