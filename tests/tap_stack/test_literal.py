"""What is written in settings is what arrives, in every field: nothing of it is evaluated on the way."""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, cast

import pytest
from cdktf import App, Token
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from pytest_cdktf import synthesize
from tap_stack import (
    DeploymentSettings,
    EnvironmentStack,
    FunctionSettings,
    LocalState,
    S3State,
    Settings,
    SettingsError,
)
from tap_stack.literal import literal, literal_text
from tap_stack.settings.model import SettingsModel
from tests.support.project import HANDLER
from tools.bulk.templates import text_of

NUMBER = "-8.10956221259138e+298"
"""The framework's placeholder for its second number."""

HOSTILE = (
    '${file("/some/secret")}',
    "${path.cwd}",
    "%{ if true }x%{ endif }",
    "$${x}",
    "%%{x}",
    "$%${x}$$",
    "${TfToken[TOKEN.7]}",
    "#{TfToken[TOKEN.1]}",
    "&{TfToken[TOKEN.1]}",
    f"a {NUMBER} b",
    "aws_iam_role.role.arn",
    '"\\n\\',
)

pieces = st.sampled_from([*HOSTILE, "$", "%", "{", "}", "TfToken[", "TOKEN.0]}", '"', "\\", "\n", "é", "\u2028", "e+1"])
texts = st.lists(pieces | st.text(st.characters(categories=["L", "N", "P", "S", "Z"]), max_size=3), max_size=8).map(
    "".join
)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_is_literal(text: str) -> None:
    template = literal_text(text)
    assert text_of(template) == text
    assert "TfToken[" not in template
    assert NUMBER not in template


@given(texts)
def test_a_text_is_literal_to_terraform_and_hides_every_token(text: str) -> None:
    template = literal_text(text)
    assert text_of(template) == text
    assert "TfToken[" not in template
    assert NUMBER not in template


def test_common_texts_stay_as_they_are() -> None:
    for text in ("", "a b", "100 %", "5 $", "$HOME", "{x}", "1e5", "2.5e-3"):
        assert literal_text(text) == text


def _kinds(annotation: object) -> list[object]:
    return [annotation, *getattr(annotation, "__args__", ())]


def hostile(model: type[SettingsModel], marks: dict[str, str], path: str = "") -> SettingsModel:
    """Build a group without its rules, every text of it hostile and marked with its place."""
    values: dict[str, Any] = {}
    for name, field in model.model_fields.items():
        place = f"{path}.{name}"
        annotation = str(field.annotation)
        group = next((kind for kind in _kinds(field.annotation) if _is_group(kind)), None)
        in_backend = place.startswith(".state")  # of which Terraform evaluates nothing
        mark = marks[place] = f"<{place}>{'${path.cwd} %{ if }' if in_backend else ''.join(HOSTILE)}"
        if place in KNOWN_BY_RULE:
            values[name] = KNOWN_BY_RULE[place]
        elif group:
            values[name] = hostile(cast("type[SettingsModel]", group), marks, place)
        elif "Mapping" in annotation:
            values[name] = MappingProxyType({mark: mark})
        elif "tuple" in annotation:
            values[name] = (mark,)
        elif "str" in annotation or "Literal" in annotation:
            values[name] = mark
        else:
            values[name] = field.get_default(call_default_factory=True)
    return model.model_construct(**values)


def _is_group(kind: object) -> bool:
    return isinstance(kind, type) and issubclass(kind, SettingsModel)


KNOWN_BY_RULE: dict[str, Any] = {
    ".settings.environment": "test",  # the stack's id, which the framework limits besides
    ".settings.function.code": HANDLER,  # a path, read at synthesis
    ".settings.logs.retention_days": 30,
    ".api.authorization": "iam",  # says another word for it
    ".settings.function.dead_letters": "arn:aws:sqs:eu-west-1:123456789012:dead-letters",  # says which action it needs
    ".settings.function.secrets_kms_key": "arn:aws:kms:eu-west-1:123456789012:key/a",  # a statement takes ARNs only
}
"""Fields that are no free text."""


@pytest.mark.parametrize("state", ["local", "s3"])
def test_no_field_can_forget_to_be_literal(tmp_path: Path, state: str) -> None:
    """Were any field's text handed on as it is, Terraform or the framework would evaluate the mark in it."""
    marks: dict[str, str] = {}
    deployment = cast("DeploymentSettings", hostile(DeploymentSettings, marks))
    if state == "s3":
        update = {
            "state": hostile(S3State, marks, ".state"),
            "account_id": "123456789012",
        }  # stands in the backend, too
        deployment = deployment.model_copy(update=update)
    stack = synthesize(tmp_path, lambda app: EnvironmentStack(app, deployment))["test"]
    found = set()
    for text in _texts_of(stack.json):
        for place, mark in marks.items():
            if f"<{place}>" in text:
                assert mark in (text if place.startswith(".state") else _read(text)), place
                found.add(place)
    assert found >= {f".settings{place}" for place in REACH_TERRAFORM}
    assert found >= {".api.allowed_origins", ".api.allowed_methods", ".monitoring.notifications"}
    assert state == "s3" or ".account_id" in found
    assert (".state.key" if state == "s3" else ".state.path") in found


REACH_TERRAFORM = (
    ".region",
    ".project",
    ".tags",
    ".function.handler",
    ".function.name",
    ".function.description",
    ".function.architecture",
    ".function.layers",
    ".function.kms_key",
    ".function.subnets",
    ".function.security_groups",
    ".function.code_signing_config_arn",
    ".function.permissions_boundary_arn",
    ".function.environment",
    ".logs.kms_key",
    ".function.secrets",
    ".logs.level",
    ".logs.system_level",
    ".metrics.namespace",
)


def _texts_of(value: object) -> Iterator[str]:
    match value:
        case str():
            yield value
        case dict():
            for key, inner in value.items():
                if key != "//":
                    yield key
                    yield from _texts_of(inner)
        case list():
            for inner in value:
                yield from _texts_of(inner)


def _read(template: str) -> str:
    """Read a template; policies are JSON inside it, with the references that the deployment fills in."""
    if template.startswith('{"Version"'):
        texts = _texts_of(json.loads(template))
        return "\n".join(text_of(re.sub(r"\$\{data\.[^}]+\}", "", text)) for text in texts)
    if template.startswith('{\n  "widgets"'):  # a dashboard: the template is around the JSON, not inside it
        return "\n".join(_texts_of(json.loads(text_of(re.sub(r"\$\{aws_[^}]+\}", "", template)))))
    return text_of(template)


@examples(max_examples=5, deadline=None)
@given(st.lists(texts, min_size=30, max_size=60, unique=True))
def test_texts_arrive_through_synthesis(tmp_path_factory: pytest.TempPathFactory, values: list[str]) -> None:
    """With tokens of texts, lists and numbers in the app that a text could name."""
    variables = {f"V{number}": value for number, value in enumerate(values)}
    function = FunctionSettings.model_construct(
        **FunctionSettings(code=HANDLER).__dict__ | {"environment": MappingProxyType(variables)}
    )
    base = Settings(environment="test", region="eu-west-1", function=FunctionSettings(code=HANDLER))
    deployment = DeploymentSettings.model_construct(
        settings=base.model_copy(update={"function": function}), state=DeploymentSettings(settings=base).state
    )

    def build(app: App) -> None:
        for value in range(3):
            Token.as_number(Token.as_any({"a": value}))
            Token.as_list(Token.as_any({"a": value}))
        EnvironmentStack(app, deployment)

    stack = synthesize(tmp_path_factory.mktemp("literal"), build)["test"]
    arrived: Mapping[str, str] = stack.only("aws_lambda_function")["environment"]["variables"]
    assert {name: text_of(value) for name, value in arrived.items() if name in variables} == variables


def test_a_token_in_settings_of_python_is_refused() -> None:
    with pytest.raises(SettingsError, match=r"pass tokens to TapStack\.add_environment"):
        FunctionSettings(code=HANDLER, environment={"TABLE": Token.as_string({"Ref": "x"})})


@pytest.mark.parametrize("path", ["${TfToken[TOKEN.1]}", NUMBER])
def test_a_state_that_the_framework_would_take_for_a_token_is_refused(path: str) -> None:
    with pytest.raises(SettingsError, match="have no escape"):
        LocalState(path=path)


def test_a_kind_of_value_without_a_rule_is_refused(settings: Settings) -> None:
    class Wider(Settings):
        """Settings with a kind of value that is new."""

        when: complex = 1j

    with pytest.raises(TypeError, match="no rule makes a setting of type complex literal"):
        literal(Wider(environment="dev", region="eu-west-1", function=settings.function))
