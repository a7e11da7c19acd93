"""Who may import whom: the picture in the README, held by this table."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.project import ROOT

ROOMS = {
    "main": ROOT / "main.py",
    "tap_stack": ROOT / "constructs" / "tap_stack",
    "cdktf_fast_load": ROOT / "constructs" / "cdktf_fast_load",
    "tap_cli": ROOT / "tap_cli",
    "tap_emulator": ROOT / "tap_emulator",
    "handler": ROOT / "handler",
    "pulumi_program": ROOT / "pulumi_program",
    "stack_parity": ROOT / "stack_parity",
    "product": ROOT / "product",
    "docs": ROOT / "docs",
}

FIRST_PARTY = {*ROOMS, "tests"}

BETWEEN_ROOMS = {
    "main": {"tap_stack"},
    "tap_stack": {"cdktf_fast_load"},
    "cdktf_fast_load": set(),
    "tap_cli": {"tap_emulator", "tap_stack.environments", "tap_stack.faults", "tap_stack.settings"},
    "tap_emulator": set(),
    "handler": set(),
    "pulumi_program": set(),
    "stack_parity": set(),
    "product": {"stack_parity.__main__"},
    "docs": {"tap_stack.reference"},
}
"""What of another room a room may import."""

INSIDE_TAP_STACK = {
    "__init__": None,
    "aws": set(),
    "entry_point": set(),
    "faults": set(),
    "fields": set(),
    "package": set(),
    "permissions": set(),
    "settings": {"entry_point", "fields"},
    "validation": {"faults", "fields", "settings"},
    "environments": {"faults", "settings", "validation"},
    "reference": {"fields", "settings"},
    "execution_role": {"aws", "permissions", "settings"},
    "function": {"aws", "package", "settings"},
    "tap_stack": {"aws", "execution_role", "fields", "function", "permissions", "settings"},
    "environment_stack": {"aws", "settings", "tap_stack"},
}
"""What a module of the library may import of its neighbours; None: all, it is the public door."""

FRAMEWORK = {"main", "execution_role", "function", "tap_stack", "environment_stack"}
"""Modules that may import the framework's core."""


def imports(file: Path) -> Iterator[str]:
    """Every module that a file imports by its whole name, wherever in the file."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module


def files(room: str) -> list[Path]:
    place = ROOMS[room]
    return [place] if place.is_file() else sorted(place.rglob("*.py"))


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_only_what_the_table_allows(room: str) -> None:
    others = {
        (file.name, module)
        for file in files(room)
        for module in imports(file)
        if module.split(".")[0] in FIRST_PARTY - {room}
    }
    assert files(room)
    assert {(name, module) for name, module in others if module not in BETWEEN_ROOMS[room]} == set()


def test_inside_the_library_data_flows_one_way() -> None:
    found = {
        file.stem: {module.split(".")[1] for module in imports(file) if module.startswith("tap_stack.")}
        for file in files("tap_stack")
    }
    assert found.keys() == INSIDE_TAP_STACK.keys()
    for module, allowed in INSIDE_TAP_STACK.items():
        assert allowed is None or found[module] <= allowed, module


def test_only_the_one_door_names_the_provider() -> None:
    every = [file for room in ROOMS for file in files(room)]
    named = [file.name for file in every for module in imports(file) if module.startswith("cdktf_cdktf_provider_")]
    assert set(named) == {"aws.py"}


def test_the_frameworks_core_enters_through_few_modules() -> None:
    every = [file for room in ROOMS for file in files(room)]
    core = {"cdktf", "constructs"}
    assert {file.stem for file in every if core & {module.split(".")[0] for module in imports(file)}} == FRAMEWORK


def test_the_handler_needs_nothing_but_the_lambda_runtime() -> None:
    modules = {module.split(".")[0] for file in files("handler") for module in imports(file)}
    assert modules <= {"__future__", "boto3", "logging", "os", "typing"}
