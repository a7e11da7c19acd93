"""The settings' reference, made from the settings themselves: a JSON Schema for editors and a table for people."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, get_args

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from tap_stack.settings.construct import Settings
from tap_stack.settings.deployment import DeploymentSettings, LocalState, S3State
from tap_stack.settings.files import CODE, FILE_NAME, INNER, file_fields
from tap_stack.settings.model import ARGUMENTS
from tap_stack.settings.rules import rule_of


def json_schema() -> str:
    """Describe a file of settings as JSON Schema, as text."""
    deployment = DeploymentSettings.model_json_schema()
    groups: dict[str, Any] = deployment["$defs"]
    settings = groups.pop(Settings.__name__)
    fields = {**settings["properties"], **deployment["properties"]}
    del fields[FILE_NAME], fields[INNER]
    function = groups["FunctionSettings"]
    function["properties"]["code"]["default"] = CODE
    del function["required"]
    for group in (deployment, *groups.values()):
        group["description"] = group["description"].partition(ARGUMENTS)[0].strip()
    schema = {
        **deployment,
        "properties": fields,
        "required": [name for name in settings["required"] if name not in (FILE_NAME, "function")],
        "title": "An environment of TapStack",
    }
    return json.dumps(schema, indent=2) + "\n"


def markdown() -> str:
    """Describe a file of settings as Markdown: one table for each table of the file."""
    return "\n".join(_sections())


def _sections() -> Iterator[str]:
    every = {**Settings.model_fields, **DeploymentSettings.model_fields}
    fields = {name: every[name] for name in file_fields()}
    models = {name: model for name, field in fields.items() if (model := _model(field))}
    yield from _table("## Top of the file", {n: f for n, f in fields.items() if n not in {*models, "state"}})
    for name, model in models.items():
        yield from _table(f"## `[{name}]`", model.model_fields)
    yield from _table('## `[state]`, `type = "local"`', LocalState.model_fields)
    yield from _table('## `[state]`, `type = "s3"`', S3State.model_fields)


def _model(field: FieldInfo) -> type[BaseModel] | None:
    """Return the group that a field holds, also where it may be left out; None where it holds one of several."""
    kinds = [kind for kind in (field.annotation, *get_args(field.annotation)) if isinstance(kind, type)]
    models = [kind for kind in kinds if issubclass(kind, BaseModel)]
    return models[0] if len(models) == 1 else None


def _table(title: str, fields: Mapping[str, FieldInfo]) -> Iterator[str]:
    yield f"{title}\n"
    yield "| setting | default | what it is | rule |"
    yield "| --- | --- | --- | --- |"
    for name, field in fields.items():
        default = f"`{json.dumps(CODE)}`" if name == "code" else _default(field)
        yield f"| `{name}` | {default} | {' '.join((field.description or '').split())} | {rule_of(field) or ''} |"
    yield ""


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "**required**"
    default = field.get_default(call_default_factory=True)
    return f"`{json.dumps(default, default=str)}`" if default not in (None, (), {}, "") else ""
