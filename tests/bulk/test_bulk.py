"""The small form of `make bulk`, and that it can say no: each planted fault is counted."""

from pathlib import Path
from typing import Any

import pytest

from tap_stack import DeploymentSettings, Fault, load_environment
from tap_stack.package import Package, PackageError, build_package
from tools.bulk import files, folders, surfaces
from tools.bulk.messages import unclear
from tools.bulk.processes import FEW


def test_files_are_synthesized_faithfully_or_refused() -> None:
    tally = files.try_files(0, FEW.files)
    assert tally.findings == []
    assert (tally.tried, tally.faults) == (FEW.files, 0)
    assert min(tally.taken, tally.refused) > FEW.files / 5
    assert tally.slowest < 5


def test_folders_are_packed_faithfully_or_refused() -> None:
    tally = folders.try_folders(0, FEW.folders)
    assert tally.findings == []
    assert (tally.taken, tally.refused) == (FEW.folders / 2, FEW.folders / 2)
    assert tally.slowest < 5


def test_arguments_are_refused_in_one_message() -> None:
    tally = surfaces.try_command_lines(0, FEW.command_lines)
    assert tally.findings == []
    assert (tally.refused, tally.faults) == (FEW.command_lines, 0)


def test_a_changed_value_is_seen_in_the_settings_and_in_the_json(monkeypatch: pytest.MonkeyPatch) -> None:
    load = load_environment

    def other(file: Path) -> DeploymentSettings:
        deployment = load(file)
        settings = deployment.settings
        function = settings.function.model_copy(update={"timeout": settings.function.timeout + 1})
        return deployment.model_copy(update={"settings": settings.model_copy(update={"function": function})})

    monkeypatch.setattr(files, "load_environment", other)
    tally = files.try_files(0, 10)
    assert any("function.timeout" in finding and finding.startswith("changed: file") for finding in tally.findings)
    assert any("function.timeout" in finding and finding.startswith("changed: e") for finding in tally.findings)


def test_a_traceback_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: Any) -> None:
        raise RecursionError("too deep")

    monkeypatch.setattr(files, "load_environment", fails)
    monkeypatch.setattr(folders, "build_package", fails)
    assert files.try_files(0, 4).tracebacks == 4
    assert folders.try_folders(0, 4).tracebacks == 4


def test_a_package_that_holds_other_content_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    build = build_package

    def other(code: Path) -> Package:
        (code / "handler.py").write_text("# planted")
        return build(code)

    monkeypatch.setattr(folders, "build_package", other)
    assert folders.try_folders(0, 10).changed > 0


def test_a_refusal_of_what_is_right_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: Path) -> Package:
        raise PackageError([])

    monkeypatch.setattr(folders, "build_package", refuse)
    assert folders.try_folders(0, 4).unclear == 4


@pytest.mark.parametrize(
    ("fault", "lack"),
    [
        (Fault("a", "b", "c", "d"), None),
        (Fault("a", "b", "", "d"), "no place, rule or remedy"),
        (Fault("a", "b", "c", ""), "no place, rule or remedy"),
    ],
)
def test_a_message_is_clear_when_each_fault_has_its_parts(fault: Fault, lack: str | None) -> None:
    found = unclear(PackageError([fault]))
    assert found is None if lack is None else lack in str(found)
