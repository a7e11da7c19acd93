"""Settings built in Python: defaults, names, and the same rules and remedies as in files."""

import os
import pickle
from pathlib import Path

import pytest
from pydantic import ValidationError

from tap_stack import DeploymentSettings, FunctionSettings, S3State, Settings, SettingsError
from tap_stack.settings.user_tables import OWN_VARIABLES
from tests.support.project import HANDLER


def test_defaults_are_the_production_configuration(settings: Settings) -> None:
    assert (settings.function.memory_size, settings.function.timeout) == (512, 60)
    assert settings.function.architecture == "arm64"
    assert settings.function.reserved_concurrency is None
    assert settings.logs.retention_days == 30
    assert not settings.logs.prevent_destroy


def test_names_follow_from_project_and_environment(settings: Settings) -> None:
    assert settings.function_name == "tap-test"
    assert settings.role_name == "tap-test-execution"
    assert settings.log_group_name == "/aws/lambda/tap-test"
    assert settings.metrics_namespace == "tap/test"
    assert DeploymentSettings(settings=settings).state_location == "terraform.test.tfstate"


def test_a_function_of_its_own_name_stands_beside_the_first() -> None:
    function = FunctionSettings(code=HANDLER, name="orders")
    assert Settings(environment="dev", region="eu-west-1", function=function).function_name == "tap-dev-orders"


def test_own_variables_stand_beside_the_users() -> None:
    function = FunctionSettings(code=HANDLER, environment={"FEATURE": "on"})
    variables = Settings(environment="dev", region="eu-west-1", function=function).variables
    assert variables == {
        "ENVIRONMENT": "dev",
        "REGION": "eu-west-1",
        "FUNCTION_NAME": "tap-dev",
        "LOG_LEVEL": "INFO",
        "METRICS_NAMESPACE": "tap/dev",
        "FEATURE": "on",
    }
    assert set(variables) - {"FEATURE"} == OWN_VARIABLES


def test_settings_are_frozen(settings: Settings) -> None:
    with pytest.raises(ValidationError, match="frozen"):
        settings.region = "us-east-1"  # type: ignore[misc]


def test_settings_are_frozen_inside_too() -> None:
    variables, tags = {"FEATURE": "on"}, {"Owner": "shop"}
    function = FunctionSettings(code=HANDLER, environment=variables)
    settings = Settings(environment="dev", region="eu-west-1", function=function, tags=tags)
    for table in (settings.tags, settings.function.environment):
        with pytest.raises(TypeError, match="does not support item assignment"):
            table["Environment"] = "evil"  # type: ignore[index]
    variables["FEATURE"] = tags["Owner"] = "evil"
    assert settings.resource_tags["Owner"] == "shop"
    assert settings.variables["FEATURE"] == "on"


def test_the_construct_sees_no_account_and_no_state() -> None:
    assert {"account_id", "state"}.isdisjoint(Settings.model_fields)
    with pytest.raises(SettingsError, match="the unknown field 'account_id'"):
        Settings(
            environment="dev",
            region="eu-west-1",
            function=FunctionSettings(code=HANDLER),
            account_id="123456789012",  # type: ignore[call-arg]
        )


def test_every_fault_is_told_at_once_with_rule_and_remedy() -> None:
    with pytest.raises(SettingsError) as caught:
        DeploymentSettings(
            settings={  # type: ignore[arg-type]
                "environment": "Dev",
                "function": {"code": HANDLER, "memory_size": 64, "timout": 3},
                "logs": {"retention_days": 31},
            },
            account_id="1",
            state=S3State(bucket="states"),
        )
    assert {fault.where: (fault.found, fault.remedy) for fault in caught.value.faults} == {
        "DeploymentSettings: settings.environment": ("'Dev'", "correct the value"),
        "DeploymentSettings: settings.region": ("nothing", "add region = …"),
        "DeploymentSettings: settings.function.memory_size": (
            "64",
            "correct the value, or remove the line for the default, 512",
        ),
        "DeploymentSettings: settings.function.timout": ("the unknown field 'timout'", "write 'timeout'"),
        "DeploymentSettings: settings.logs.retention_days": (
            "31",
            "correct the value, or remove the line for the default, 30",
        ),
        "DeploymentSettings: account_id": ("'1'", "correct the value, or remove the line"),
    }


def test_one_group_alone_is_named_by_its_class() -> None:
    with pytest.raises(SettingsError, match="2 faults in the settings") as caught:
        FunctionSettings(code=HANDLER, memory_size=64, architecture="x86")  # type: ignore[arg-type]
    assert [fault.where for fault in caught.value.faults] == [
        "FunctionSettings: memory_size",
        "FunctionSettings: architecture",
    ]
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)  # noqa: S301 - its own pickle


def test_a_code_folder_stays_where_it_was_when_the_current_folder_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "code").mkdir()
    (tmp_path / "code" / "app.py").write_text("def handle(event, context): ...")
    monkeypatch.chdir(tmp_path)
    function = FunctionSettings(code=Path("code"), handler="app.handle")
    os.chdir("/")
    assert function.code == tmp_path / "code"


def test_in_python_the_code_folder_must_be_named() -> None:
    with pytest.raises(SettingsError, match="add code = …"):
        FunctionSettings()  # type: ignore[call-arg]
