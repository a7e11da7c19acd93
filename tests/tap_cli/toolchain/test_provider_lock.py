"""The lock of the provider: committed, put beside each stack where it fits, and nowhere else."""

import re
from pathlib import Path

import pytest

from tap_cli.toolchain import provider_lock
from tap_cli.toolchain.mirror import VERSIONS
from tap_cli.toolchain.project import PROJECT, Project
from tap_cli.toolchain.provider_lock import LOCKED, VERSION_VARIABLE, locked_platforms, locked_version, place_lock

LOCK = """\
# Platforms: linux_amd64 darwin_arm64
provider "registry.terraform.io/hashicorp/aws" {
  version     = "5.100.0"
}
"""


@pytest.fixture
def project(empty_project: Project, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A checkout with a lock for two platforms, on one of them."""
    empty_project.provider_lock.write_text(LOCK)
    monkeypatch.setattr(provider_lock, "platform_name", lambda: "linux_amd64")
    return empty_project


@pytest.fixture
def placed(tmp_path: Path) -> Path:
    """Where the lock of a synthesized stack belongs."""
    stack = tmp_path / "out" / "stacks" / "dev"
    stack.mkdir(parents=True)
    (stack / "cdk.tf.json").touch()
    return stack / ".terraform.lock.hcl"


def test_the_committed_lock_holds_a_version_that_the_stacks_accept_and_checksums() -> None:
    version = locked_version(PROJECT)

    assert version == LOCKED
    assert VERSIONS[0] <= tuple(map(int, version.split("."))) < VERSIONS[1]
    assert "linux_amd64" in locked_platforms(PROJECT)
    assert re.search(r'"h1:[\w+/]{43}="', PROJECT.provider_lock.read_text())


@pytest.mark.parametrize("variables", [{}, {VERSION_VARIABLE: "5.100.0"}])
def test_it_is_put_beside_each_stack(project: Project, placed: Path, variables: dict[str, str]) -> None:
    place_lock(project, placed.parents[2], variables)

    assert placed.read_text() == LOCK


def test_with_a_mirror_of_another_version_it_is_taken_away(project: Project, placed: Path) -> None:
    placed.write_text(LOCK)

    place_lock(project, placed.parents[2], {VERSION_VARIABLE: "6.25.0"})

    assert not placed.exists()


def test_on_a_platform_without_checksums_nothing_is_locked(
    project: Project, placed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(provider_lock, "platform_name", lambda: "plan9_mips")

    place_lock(project, placed.parents[2], {})

    assert not placed.exists()


def test_a_lock_that_terraform_wrote_stays_where_ours_does_not_fit(project: Project, placed: Path) -> None:
    placed.write_text("of Terraform's own\n")

    place_lock(project, placed.parents[2], {VERSION_VARIABLE: "6.25.0"})

    assert placed.read_text() == "of Terraform's own\n"


def test_without_a_lock_nothing_is_put_anywhere(empty_project: Project, placed: Path) -> None:
    place_lock(empty_project, placed.parents[2], {})

    assert not placed.exists()
