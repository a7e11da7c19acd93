import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tap_cli.errors import UserError
from tap_cli.toolchain.project import Project
from tap_cli.toolchain.terraform import find, on_path
from tap_cli.toolchain.workstation import Workstation

Program = Callable[[str, str], Path]


def says(version: str) -> str:
    return f"""echo '{{"terraform_version": "{version}"}}'"""


def here(project: Project, variables: dict[str, str]) -> Workstation:
    return Workstation(project, variables, Path("/nowhere"))


def path(folder: Path) -> dict[str, str]:
    return {"PATH": f"{folder}{os.pathsep}/usr/bin{os.pathsep}/bin"}


@pytest.mark.parametrize("version", ["1.10.0", "1.10.0-rc1", "1.15.5", "2.0.0"])
def test_the_users_own_is_taken_from_1_10_on(empty_project: Project, program: Program, version: str) -> None:
    folder = program("terraform", says(version))

    terraform = find(here(empty_project, path(folder)))

    assert (terraform.path, terraform.version, terraform.origin) == (folder / "terraform", version, "on PATH")


@pytest.mark.parametrize("script", [says("1.9.8"), "echo no JSON", "exit 1", "echo '{}'"])
def test_an_older_or_broken_one_is_passed_over(empty_project: Project, program: Program, script: str) -> None:
    assert on_path(here(empty_project, path(program("terraform", script)))) is None


def test_the_one_that_the_user_names_is_taken(empty_project: Project, program: Program) -> None:
    folder = program("terraform-next", says("1.14.0"))

    terraform = on_path(here(empty_project, path(folder) | {"TERRAFORM_BINARY_NAME": "terraform-next"}))

    assert terraform
    assert terraform.origin == "named by TERRAFORM_BINARY_NAME"


def test_where_there_is_none_it_says_what_is_needed_and_how_to_get_it(empty_project: Project) -> None:
    with pytest.raises(UserError, match=r"1\.10 or newer is on PATH.*developer\.hashicorp\.com.*make setup"):
        find(here(empty_project, {"PATH": ""}))
