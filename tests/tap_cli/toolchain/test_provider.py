import os
from pathlib import Path

import pytest

from tap_cli.toolchain import provider
from tap_cli.toolchain.project import Project
from tap_cli.toolchain.provider import advice, find_provider

HOST = "registry.example"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A usual root of mirrors, the only one."""
    folder = tmp_path / "usual"
    folder.mkdir()
    monkeypatch.setattr(provider, "USUAL_ROOTS", (str(folder),))
    return folder


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "home"
    folder.mkdir()
    return folder


def unpack(mirror: Path, version: str, platform: str | None = None) -> None:
    folder = mirror / HOST / "hashicorp" / "aws" / version / (platform or provider.platform_name())
    folder.mkdir(parents=True)
    (folder / f"terraform-provider-aws_v{version}_x5").touch()


def test_without_a_mirror_it_is_the_registry(empty_project: Project, root: Path, home: Path) -> None:
    source = find_provider(empty_project, {}, home)

    assert source.is_registry
    assert source.cli_config is None
    assert source.origin == "from the public registry"


@pytest.mark.parametrize("place", [".terraform.d/plugins", ".local/share/terraform/plugins"])
def test_the_folders_that_terraform_looks_into_are_used(
    empty_project: Project, root: Path, home: Path, place: str
) -> None:
    unpack(home / place, "5.100.0")

    source = find_provider(empty_project, {}, home)

    assert source.origin == f"5.100.0 from the mirror {home / place}"
    assert not source.is_registry
    assert source.cli_config
    assert f'path    = "{home / place}"' in source.cli_config.read_text()


@pytest.mark.parametrize("place", [".", "mirror"])
def test_a_mirror_in_a_usual_root_is_found(empty_project: Project, root: Path, home: Path, place: str) -> None:
    unpack(root / place, "6.25.0")

    assert find_provider(empty_project, {}, home).origin == f"6.25.0 from the mirror {root / place}"


def test_the_newest_version_that_will_do_is_named(empty_project: Project, root: Path, home: Path) -> None:
    for version in ("5.9.0", "5.100.0", "6.10.0", "6.9.0", "7.0.0", "nonsense"):
        unpack(root, version)

    assert find_provider(empty_project, {}, home).origin.startswith("6.10.0 ")


@pytest.mark.parametrize(("version", "platform"), [("5.99.0", None), ("7.0.0", None), ("5.100.0", "plan9_mips")])
def test_a_mirror_of_another_version_or_platform_is_passed_over(
    empty_project: Project, root: Path, home: Path, version: str, platform: str | None
) -> None:
    unpack(root, version, platform)

    assert find_provider(empty_project, {}, home).is_registry


def test_the_users_own_configuration_comes_first(empty_project: Project, root: Path, home: Path) -> None:
    unpack(root, "5.100.0")
    own = home / "own.tfrc"
    own.touch()

    source = find_provider(empty_project, {"TF_CLI_CONFIG_FILE": str(own)}, home)

    assert source.cli_config == own
    assert not empty_project.tools.exists()


def test_a_configuration_in_the_home_folder_is_the_users_own(empty_project: Project, root: Path, home: Path) -> None:
    (home / ".terraformrc").touch()

    assert find_provider(empty_project, {}, home).cli_config == home / ".terraformrc"


def test_a_configuration_that_is_named_but_missing_counts_not(empty_project: Project, root: Path, home: Path) -> None:
    unpack(root, "5.100.0")

    source = find_provider(empty_project, {"TF_CLI_CONFIG_FILE": str(home / "missing")}, home)

    assert source.origin == f"5.100.0 from the mirror {root}"


def test_the_advice_names_the_source_and_each_remedy(empty_project: Project, root: Path, home: Path) -> None:
    text = advice(find_provider(empty_project, {}, home))

    assert "from the public registry" in text
    assert os.fspath(root) in text
    assert "TF_CLI_CONFIG_FILE" in text
