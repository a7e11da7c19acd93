"""Paths in a user's variables that cannot be used are one message each: what it is, why, and the remedy."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tap_cli.errors import UserError
from tap_cli.toolchain import provider
from tap_cli.toolchain.inherited import READ, WRITTEN, check_inherited, unreadable
from tap_cli.toolchain.project import PROJECT, Project
from tap_cli.toolchain.workstation import Workstation

SECONDS = 120
UNPRIVILEGED = ["setpriv", "--bounding-set", "-dac_override,-dac_read_search"] if os.geteuid() == 0 else []
"""What takes from root the right to read everything, so that the tests see what any user sees."""

needs_setpriv = pytest.mark.skipif(
    bool(UNPRIVILEGED) and shutil.which("setpriv") is None, reason="root reads everything, and there is no setpriv"
)


@pytest.fixture
def below_a_file(tmp_path: Path) -> Path:
    (tmp_path / "file").touch()
    return tmp_path / "file" / "folder"


@pytest.fixture
def locked(tmp_path: Path) -> Iterator[Path]:
    """A folder inside one that nobody may read."""
    folder = tmp_path / "locked"
    folder.mkdir()
    folder.chmod(0)
    yield folder / "inside"
    folder.chmod(0o700)


def workstation(project: Project, home: Path, **variables: str) -> Workstation:
    return Workstation(project, {"PATH": os.defpath, **variables}, home)


@pytest.mark.parametrize("name", WRITTEN)
def test_a_folder_in_which_nothing_can_be_written_is_refused(
    empty_project: Project, tmp_path: Path, below_a_file: Path, name: str
) -> None:
    with pytest.raises(UserError) as refusal:
        check_inherited(workstation(empty_project, tmp_path, **{name: str(below_a_file)}))

    assert str(refusal.value) == (
        f"{name} is {below_a_file}, where nothing can be written (Not a directory): {WRITTEN[name]}. "
        f"Name a folder of yours: export {name}=…"
    )


def test_every_fault_is_told_at_once(empty_project: Project, tmp_path: Path, below_a_file: Path) -> None:
    with pytest.raises(UserError) as refusal:
        check_inherited(workstation(empty_project, tmp_path, **dict.fromkeys(WRITTEN, str(below_a_file))))

    assert [line.split()[0] for line in str(refusal.value).splitlines()] == list(WRITTEN)


def test_a_folder_that_can_be_made_will_do_but_for_temporary_files(empty_project: Project, tmp_path: Path) -> None:
    new = str(tmp_path / "not" / "yet")

    check_inherited(workstation(empty_project, tmp_path, HOME=new, XDG_CACHE_HOME=new, TMPDIR=""))
    with pytest.raises(UserError, match=r"^TMPDIR is .*not/yet, .*\(No such directory\): temporary files go there"):
        check_inherited(workstation(empty_project, tmp_path, TMPDIR=new))


@pytest.mark.parametrize("name", READ)
def test_a_place_of_pythons_that_cannot_be_read_is_named(
    empty_project: Project, tmp_path: Path, below_a_file: Path, name: str
) -> None:
    def lines(folder: Path) -> list[str]:
        return list(unreadable(workstation(empty_project, tmp_path, **{name: str(folder)})))

    assert lines(below_a_file) == [
        f"{name} is {below_a_file}, which cannot be read (Not a directory): no Python is looked for in it."
    ]
    assert lines(tmp_path) == lines(tmp_path / "missing") == []


@needs_setpriv
@pytest.mark.parametrize("name", [*WRITTEN, "PYENV_ROOT", "TF_CLI_CONFIG_FILE"])
def test_a_path_of_another_user_is_one_message(locked: Path, name: str) -> None:
    """A real process without rights of its own: the diagnosis, which finds what set-up refuses."""

    result = subprocess.run(
        [*UNPRIVILEGED, sys.executable, "-m", "tap_cli.toolchain", "doctor"],
        cwd=PROJECT.root,
        env={**os.environ, name: str(locked)},
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )

    said = [line for line in (result.stdout + result.stderr).splitlines() if name in line]
    assert len(said) == 1
    assert f"{locked}" in said[0]
    assert "Permission denied" in said[0]
    assert "Traceback" not in result.stderr
    assert result.returncode == 1 or name == "PYENV_ROOT"


@needs_setpriv
def test_cdktf_refuses_a_configuration_of_another_user(locked: Path) -> None:
    result = subprocess.run(
        [*UNPRIVILEGED, sys.executable, "-m", "tap_cli.toolchain.stock_cdktf", "--version"],
        cwd=PROJECT.root,
        env={**os.environ, "TF_CLI_CONFIG_FILE": str(locked)},
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )

    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr.startswith(f"{locked} is to say where Terraform gets providers, and cannot be read")


@needs_setpriv
def test_the_app_refuses_a_home_of_another_user(locked: Path) -> None:
    result = subprocess.run(
        [*UNPRIVILEGED, sys.executable, "-m", "tap_cli.toolchain.synthesize"],
        cwd=PROJECT.root,
        env={**os.environ, "HOME": str(locked)},
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )

    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr.startswith(f"HOME is {locked}, where nothing can be written (Permission denied)")
    assert len(result.stderr.splitlines()) == 1


def test_a_configuration_that_cannot_be_read_is_refused(
    empty_project: Project, tmp_path: Path, below_a_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    config = tmp_path / "terraform.rc"
    config.touch()
    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(UserError, match=r"terraform\.rc is to say .* cannot be read: Permission denied\. Correct"):
        provider.find(workstation(empty_project, tmp_path, TF_CLI_CONFIG_FILE=str(config)))
