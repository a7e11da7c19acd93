"""A local state that a kill left empty or cut off."""

from pathlib import Path

import pytest

from tap_cli.deployment.damaged_state import repair_state

WHOLE = '{"version": 4}'


@pytest.fixture
def state(tmp_path: Path) -> Path:
    return tmp_path / "terraform.dev.tfstate"


def repair(state: Path) -> list[str]:
    said: list[str] = []
    repair_state(state, said.append)
    return said


def test_a_whole_state_and_none_are_left_alone(state: Path) -> None:
    assert repair(state) == []
    state.write_text(WHOLE)

    assert repair(state) == []
    assert [file.name for file in state.parent.iterdir()] == [state.name]


@pytest.mark.parametrize("left", ["", '{"version": 4, "resour', "[]"])
def test_a_damaged_state_gets_its_backup_and_is_kept_aside(state: Path, left: str) -> None:
    state.write_text(left)
    state.with_name("terraform.dev.tfstate.backup").write_text(WHOLE)

    (said,) = repair(state)

    assert "its backup is back" in said
    assert state.read_text() == WHOLE
    assert state.with_name("terraform.dev.tfstate.damaged").read_text() == left


def test_without_a_whole_backup_it_goes(state: Path) -> None:
    state.write_text("")
    state.with_name("terraform.dev.tfstate.backup").write_text("")

    (said,) = repair(state)

    assert "it has no backup" in said
    assert not state.exists()
    assert state.with_name("terraform.dev.tfstate.damaged").exists()
