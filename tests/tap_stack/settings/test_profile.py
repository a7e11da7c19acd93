"""A profile fills what settings leave out, and nothing that they say."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tap_stack import FunctionSettings, LogSettings, Settings, load_environments
from tap_stack.settings.profile import PROFILES
from tests.support.project import HANDLER

Project = Callable[..., Path]
ON = {"kms_key": "own", "prevent_destroy": True}


def switches(settings: Settings) -> tuple[dict[str, Any], dict[str, Any]]:
    """The settings that the profile knows, of the function and of the logs."""
    return (
        settings.function.model_dump(include={"kms_key", "dead_letters", "prevent_destroy"}),
        settings.logs.model_dump(include={"kms_key", "retention_days", "prevent_destroy"}),
    )


def test_production_turns_on_all_that_needs_nothing_from_outside(project: Project) -> None:
    settings = load_environments(project(live='profile = "production"\nregion = "eu-west-1"'))["live"].settings
    assert switches(settings) == ({**ON, "dead_letters": "own"}, {**ON, "retention_days": 365})
    assert (settings.has_own_key, settings.has_own_dead_letter_queue, settings.prevents_key_destroy) == (True,) * 3


def test_without_a_profile_nothing_is_turned_on(settings: Settings) -> None:
    off = {"kms_key": "aws", "prevent_destroy": False}
    assert switches(settings) == ({**off, "dead_letters": "none"}, {**off, "retention_days": 30})
    assert (settings.has_own_key, settings.has_own_dead_letter_queue, settings.prevents_key_destroy) == (False,) * 3


def test_what_a_file_says_stays(project: Project) -> None:
    text = """
        profile = "production"
        region = "eu-west-1"
        function = { kms_key = "aws", dead_letters = "none", prevent_destroy = false }
        logs = { retention_days = 731 }
    """
    settings = load_environments(project(live=text))["live"].settings
    assert switches(settings)[0] == {"kms_key": "aws", "dead_letters": "none", "prevent_destroy": False}
    assert switches(settings)[1] == {**ON, "retention_days": 731}


def test_groups_that_are_built_in_python_are_filled_too() -> None:
    function = FunctionSettings(code=HANDLER, prevent_destroy=False)
    logs = LogSettings(retention_days=30)
    settings = Settings(environment="live", region="eu-west-1", profile="production", function=function, logs=logs)
    assert switches(settings) == (
        {"kms_key": "own", "dead_letters": "own", "prevent_destroy": False},
        {**ON, "retention_days": 30},
    )
    assert logs.kms_key == "aws", "the group that was passed stays as it was"


@pytest.mark.parametrize(
    ("function", "logs", "protected"),
    [
        ({"kms_key": "own"}, {"prevent_destroy": True}, False),
        ({"kms_key": "own", "prevent_destroy": True}, {}, True),
        ({"prevent_destroy": True}, {"kms_key": "own"}, False),
        ({}, {"kms_key": "own", "prevent_destroy": True}, True),
    ],
)
def test_a_key_is_protected_as_what_it_encrypts(
    function: dict[str, Any], logs: dict[str, Any], protected: bool
) -> None:
    settings = Settings(
        environment="live",
        region="eu-west-1",
        function=FunctionSettings(code=HANDLER, **function),
        logs=LogSettings(**logs),
    )
    assert settings.prevents_key_destroy is protected


def test_a_profile_fills_only_settings_that_there_are() -> None:
    for groups in PROFILES.values():
        for group, fill in groups.items():
            kind = Settings.model_fields[group].annotation
            assert kind in (FunctionSettings, LogSettings)
            assert fill.keys() <= (FunctionSettings if kind is FunctionSettings else LogSettings).model_fields.keys()
