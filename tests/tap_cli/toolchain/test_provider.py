import os
from pathlib import Path

import pytest

from tap_cli.errors import UserError
from tap_cli.toolchain import mirror, provider
from tap_cli.toolchain.project import Project
from tap_cli.toolchain.provider import MIRROR_VARIABLE, advice, find
from tap_cli.toolchain.workstation import Workstation

HOST = "registry.example"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A usual root of mirrors, the only one."""
    folder = tmp_path / "usual"
    folder.mkdir()
    monkeypatch.setattr(mirror, "USUAL_ROOTS", (str(folder),))
    monkeypatch.setattr(provider, "USUAL_ROOTS", (str(folder),))
    monkeypatch.setattr(provider, "is_reachable", lambda: False)
    return folder


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "home"
    folder.mkdir()
    return folder


def unpack(place: Path, version: str, platform: str | None = None) -> None:
    folder = place / HOST / "hashicorp" / "aws" / version / (platform or mirror.platform_name())
    folder.mkdir(parents=True)
    (folder / f"terraform-provider-aws_v{version}_x5").touch()


def test_without_a_mirror_it_is_the_registry(empty_project: Project, root: Path, home: Path) -> None:
    source = find(Workstation(empty_project, {}, home))

    assert source.is_registry
    assert source.cli_config is None
    assert source.origin == "from the public registry"


@pytest.mark.parametrize("place", [".terraform.d/plugins", ".local/share/terraform/plugins"])
def test_the_folders_that_terraform_looks_into_are_used(
    empty_project: Project, root: Path, home: Path, place: str
) -> None:
    unpack(home / place, "5.100.0")

    source = find(Workstation(empty_project, {}, home))

    assert source.origin == f"5.100.0 from the mirror {home / place}, where Terraform looks first"
    assert not source.is_registry
    assert source.cli_config
    assert f'path    = "{home / place}"' in source.cli_config.read_text()


@pytest.mark.parametrize("place", [".", "mirror"])
def test_a_mirror_in_a_usual_root_is_found(empty_project: Project, root: Path, home: Path, place: str) -> None:
    unpack(root / place, "6.25.0")

    assert (
        find(Workstation(empty_project, {}, home)).origin
        == f"6.25.0 from the mirror {root / place}, because registry.terraform.io does not answer"
    )


def test_the_newest_version_that_will_do_is_named(empty_project: Project, root: Path, home: Path) -> None:
    for version in ("5.9.0", "5.100.0", "6.10.0", "6.9.0", "7.0.0", "nonsense"):
        unpack(root, version)

    assert find(Workstation(empty_project, {}, home)).origin.startswith("6.10.0 ")


@pytest.mark.parametrize(("version", "platform"), [("5.99.0", None), ("7.0.0", None), ("5.100.0", "plan9_mips")])
def test_a_mirror_of_another_version_or_platform_is_passed_over(
    empty_project: Project, root: Path, home: Path, version: str, platform: str | None
) -> None:
    unpack(root, version, platform)

    assert find(Workstation(empty_project, {}, home)).is_registry


def test_the_users_own_configuration_comes_first(empty_project: Project, root: Path, home: Path) -> None:
    unpack(root, "5.100.0")
    own = home / "own.tfrc"
    own.touch()

    source = find(Workstation(empty_project, {"TF_CLI_CONFIG_FILE": str(own)}, home))

    assert source.cli_config == own
    assert not empty_project.tools.exists()


def test_a_configuration_in_the_home_folder_is_the_users_own(empty_project: Project, root: Path, home: Path) -> None:
    (home / ".terraformrc").touch()

    assert find(Workstation(empty_project, {}, home)).cli_config == home / ".terraformrc"


def test_a_configuration_that_is_named_but_missing_is_passed_over(
    empty_project: Project, root: Path, home: Path
) -> None:
    unpack(root, "5.100.0")

    source = find(Workstation(empty_project, {"TF_CLI_CONFIG_FILE": str(home / "missing")}, home))

    assert source.origin == f"5.100.0 from the mirror {root}, because registry.terraform.io does not answer"


def test_the_advice_names_the_source_and_each_remedy(empty_project: Project, root: Path, home: Path) -> None:
    text = advice(find(Workstation(empty_project, {}, home)))

    assert "from the public registry" in text
    assert os.fspath(root) in text
    assert "TF_CLI_CONFIG_FILE" in text


def test_where_the_registry_answers_a_mirror_that_nobody_asked_for_is_not_used(
    empty_project: Project, root: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unpack(root, "5.100.0")
    monkeypatch.setattr(provider, "is_reachable", lambda: True)

    assert find(Workstation(empty_project, {}, home)).is_registry


def test_a_mirror_that_the_user_names_comes_before_all(empty_project: Project, root: Path, home: Path) -> None:
    unpack(root, "5.100.0")
    unpack(home / "mine", "6.25.0")
    own = home / "own.tfrc"
    own.touch()
    variables = {MIRROR_VARIABLE: str(home / "mine"), "TF_CLI_CONFIG_FILE": str(own)}

    source = find(Workstation(empty_project, variables, home))

    assert source.origin == f"6.25.0 from the mirror {home / 'mine'}, as TAP_PROVIDER_MIRROR says"


def test_a_named_mirror_without_a_version_that_will_do_is_refused(
    empty_project: Project, root: Path, home: Path
) -> None:
    unpack(home / "mine", "7.0.0")

    with pytest.raises(UserError, match=r"TAP_PROVIDER_MIRROR names .*mine, which holds no version of hashicorp/aws"):
        find(Workstation(empty_project, {MIRROR_VARIABLE: str(home / "mine")}, home))


def test_a_mirror_of_another_version_than_the_locked_one_is_said(
    empty_project: Project, root: Path, home: Path
) -> None:
    unpack(root, "6.25.0")
    empty_project.provider_lock.write_text('provider "x" {\n  version     = "5.100.0"\n}\n')

    assert find(Workstation(empty_project, {}, home)).origin.startswith("6.25.0 (locked is 5.100.0) from the mirror ")
