"""The settings' reference, made from the settings themselves: a JSON Schema for editors and a table for people."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from tap_stack.fields import rule_of
from tap_stack.settings import LocalState, S3State, Settings

FROM_FILE_NAME = "environment"
"""The one setting that no file holds: the file's own name says it."""


def json_schema() -> str:
    """Describe a file of settings as JSON Schema, as text."""
    schema = Settings.model_json_schema()
    del schema["properties"][FROM_FILE_NAME]
    schema["required"].remove(FROM_FILE_NAME)
    schema["title"] = "An environment of TapStack"
    return json.dumps(schema, indent=2) + "\n"


def markdown() -> str:
    """Describe a file of settings as Markdown: one table for each table of the file."""
    return "\n".join(_sections())


def _sections() -> Iterator[str]:
    fields = {name: field for name, field in Settings.model_fields.items() if name != FROM_FILE_NAME}
    models = {name: model for name, field in fields.items() if (model := _model(field))}
    yield from _table("### Top of the file", {n: f for n, f in fields.items() if n not in {*models, "state"}})
    for name, model in models.items():
        yield from _table(f"### `[{name}]`", model.model_fields)
    yield from _table('### `[state]`, `type = "local"`', LocalState.model_fields)
    yield from _table('### `[state]`, `type = "s3"`', S3State.model_fields)


def _model(field: FieldInfo) -> type[BaseModel] | None:
    kind = field.annotation
    return kind if isinstance(kind, type) and issubclass(kind, BaseModel) else None


def _table(title: str, fields: Mapping[str, FieldInfo]) -> Iterator[str]:
    yield f"{title}\n"
    yield "| setting | default | what it is | rule |"
    yield "| --- | --- | --- | --- |"
    for name, field in fields.items():
        yield f"| `{name}` | {_default(field)} | {field.description} | {rule_of(field) or ''} |"
    yield ""


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "**required**"
    default = field.get_default(call_default_factory=True)
    return f"`{json.dumps(default, default=str)}`" if default not in (None, (), {}, "") else ""
