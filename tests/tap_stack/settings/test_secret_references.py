"""Secrets by reference: what the settings take, what becomes of it, and that no secret is ever shown."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tap_stack import FunctionSettings, Settings, SettingsError, load_environment
from tap_stack.settings.secret_references import SecretReference, is_reference, read_references
from tests.support.project import HANDLER

LONGEST = "/" + "x" * 1010


@pytest.mark.parametrize(
    ("text", "reference"),
    [
        ("ssm:/tap/prod/db-password", SecretReference("ssm", "/tap/prod/db-password")),
        ("ssm:db_password.v2", SecretReference("ssm", "db_password.v2")),
        ("ssm:" + "/p" * 15, SecretReference("ssm", "/p" * 15)),
        (f"ssm:{LONGEST}", SecretReference("ssm", LONGEST)),
        ("secretsmanager:prod/db", SecretReference("secretsmanager", "prod/db")),
        ("secretsmanager:a+b=c.d@e-f_g", SecretReference("secretsmanager", "a+b=c.d@e-f_g")),
        ("secretsmanager:" + "x" * 512, SecretReference("secretsmanager", "x" * 512)),
    ],
)
def test_a_reference_is_a_store_and_a_name(text: str, reference: SecretReference) -> None:
    assert is_reference(text)
    assert read_references({"DB": text}) == {"DB": reference}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hunter2",
        "ssm:",
        "ssm:path/name",
        "ssm:/",
        "ssm:/a//b",
        "ssm:/a/",
        "ssm:/aws/x",
        "ssm:AWSx",
        "ssm:/ssm-x",
        "ssm:/a b",
        "ssm:/ä",
        "ssm:/a\n",
        "ssm:" + "/p" * 16,
        f"ssm:{LONGEST}x",
        "ssm:/${file}",
        "ssm:/*",
        "secretsmanager:",
        "secretsmanager:a b",
        "secretsmanager:*",
        "secretsmanager:a?",
        "secretsmanager:" + "x" * 513,
        "secretsmanager:arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-a1b2c3",
        "SSM:/path",
        "vault:db",
    ],
)
def test_what_is_no_reference_is_refused_and_not_shown(text: str) -> None:
    assert not is_reference(text)
    with pytest.raises(SettingsError) as caught:
        FunctionSettings(code=HANDLER, secrets={"DB_PASSWORD": text})
    (fault,) = caught.value.faults
    assert fault.where == "FunctionSettings: secrets"
    assert fault.found == "DB_PASSWORD = a text that is not shown"
    assert "secretsmanager:<secret>" in fault.rule
    assert "[function.secrets]" in fault.remedy


@pytest.mark.parametrize("value", [1234567, ["hunter2"], {"x": "hunter2"}])
def test_what_is_no_text_is_refused_and_not_shown(value: object) -> None:
    with pytest.raises(SettingsError) as caught:
        FunctionSettings(code=HANDLER, secrets={"PIN": value})  # type: ignore[dict-item] # a file may hold anything
    assert "hunter2" not in str(caught.value)
    assert "1234567" not in str(caught.value)


def test_a_variable_names_each_secret() -> None:
    function = FunctionSettings(
        code=HANDLER, secrets={"DB_PASSWORD": "ssm:/tap/db", "API_KEY": "secretsmanager:tap/api"}
    )
    variables = Settings(environment="test", region="eu-west-1", function=function).variables
    assert variables["DB_PASSWORD_PARAMETER_NAME"] == "/tap/db"
    assert variables["API_KEY_SECRET_ID"] == "tap/api"
    assert not {"DB_PASSWORD", "API_KEY"} & variables.keys()


@pytest.mark.parametrize("name", ["", "1A", "A-B", "Ä", "A B", "_A"])
def test_a_name_that_no_variable_can_have_is_refused(name: str) -> None:
    with pytest.raises(SettingsError, match="a letter first"):
        FunctionSettings(code=HANDLER, secrets={name: "ssm:/tap/db"})


def test_a_variable_that_a_secret_sets_cannot_be_set_besides() -> None:
    with pytest.raises(SettingsError, match=r"environment\.DB_SECRET_ID"):
        FunctionSettings(code=HANDLER, environment={"DB_SECRET_ID": "x"}, secrets={"DB": "secretsmanager:db"})


def test_references_count_among_the_bytes_of_all_variables() -> None:
    function = FunctionSettings(
        code=HANDLER, secrets={f"S{number}": "secretsmanager:" + "x" * 500 for number in range(9)}
    )
    with pytest.raises(SettingsError, match="at most 4096 bytes"):
        Settings(environment="test", region="eu-west-1", function=function)


def test_the_key_of_another_region_is_refused() -> None:
    key = "arn:aws:kms:us-east-1:123456789012:key/a"
    function = FunctionSettings(code=HANDLER, secrets_kms_key=key)
    with pytest.raises(SettingsError, match=r"function\.secrets_kms_key of the region us-east-1"):
        Settings(environment="test", region="eu-west-1", function=function)


def test_a_plain_secret_is_refused_with_the_way_to_name_its_place(project: Callable[..., Path]) -> None:
    folder = project(dev='region = "eu-west-1"\n[function.environment]\nDB_PASSWORD = "hunter2"\n')
    with pytest.raises(SettingsError) as caught:
        load_environment(folder / "dev.toml")
    message = str(caught.value)
    assert 'in [function.secrets]: DB_PASSWORD = "secretsmanager:<secret>" or "ssm:<parameter>"' in message
    assert "hunter2" not in message
