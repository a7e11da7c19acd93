"""`tap drift` of several environments, with the comparison of each played."""

import pytest

from tap_cli.commands import drift as module
from tap_cli.errors import UserError
from tap_cli.toolchain.workstation import this_workstation


def test_the_app_is_synthesized_until_one_environment_had_its_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    """One synthesis makes the stacks of all; after a failure nobody knows what there is of them."""
    asked: list[tuple[str, bool]] = []

    def find_drift(_: object, name: str, __: object, *, skip_synth: bool) -> list[object]:
        asked.append((name, skip_synth))
        if name == "a":
            raise UserError("the app failed")
        return []

    monkeypatch.setattr(module, "find_drift", find_drift)

    assert module.drift("a", "b", "c", workstation=this_workstation()) == 1
    assert asked == [("a", False), ("b", False), ("c", True)]
