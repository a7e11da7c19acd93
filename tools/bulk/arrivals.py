"""What of an environment file arrived: in the settings, and in the synthesized JSON as Terraform reads it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from tap_stack import DeploymentSettings
from tools.bulk.templates import text_of

Json = dict[str, Any]

IN_FUNCTION: Final = {
    "description": ("description",),
    "handler": ("handler",),
    "memory_size": ("memory_size",),
    "timeout": ("timeout",),
    "ephemeral_storage": ("ephemeral_storage", "size"),
    "reserved_concurrency": ("reserved_concurrent_executions",),
    "layers": ("layers",),
}
"""Settings of the function, and where the resource has them; `architecture` is the one item of a list."""

ENDINGS: Final = {"ssm": "_PARAMETER_NAME", "secretsmanager": "_SECRET_ID"}


def changed_settings(data: Mapping[str, Any], deployment: DeploymentSettings) -> list[str]:
    """Return the places of a file whose values the settings do not hold as they are written."""
    settings = deployment.settings
    places = []
    for key, value in data.items():
        model = getattr(deployment if key in ("state", "account_id") else settings, key)
        for path, wanted, found in _pairs(key, value, model):
            if path != "function.code" and (wanted != found or type(wanted) is not type(found)):
                places.append(f"{path}: {wanted!r} became {found!r}")
    return places


def changed_json(data: Mapping[str, Any], environment: str, document: Json) -> list[str]:
    """Return the places of a file whose values Terraform would read otherwise than they are written."""
    return [
        f"{place}: {wanted!r} became {found!r}"
        for place, wanted, raw in _arrived(data, environment, document)
        if (found := _read(raw)) != wanted
    ]


def _pairs(path: str, wanted: Any, found: Any) -> Iterator[tuple[str, Any, Any]]:
    if isinstance(wanted, dict):
        for key, value in wanted.items():
            inner = found[key] if isinstance(found, Mapping) else getattr(found, key)
            yield from _pairs(f"{path}.{key}", value, inner)
    else:
        yield path, wanted, list(found) if isinstance(found, tuple) else found


def _arrived(data: Mapping[str, Any], environment: str, document: Json) -> Iterator[tuple[str, Any, Any]]:
    """Give each place, the value that is written there, and what stands in the JSON for it."""
    (function,) = document["resource"]["aws_lambda_function"].values()
    said, variables = data.get("function", {}), function["environment"]["variables"]
    names = (data.get("project", "tap"), environment, said.get("name"))
    yield "function's name", "-".join(filter(None, names)), function["function_name"]
    yield "region", data["region"], document["provider"]["aws"][0]["region"]
    yield "region", data["region"], variables["REGION"]
    yield from _of_function(said, function)
    yield from _of_variables(data, variables)
    tags = {text_of(tag): found for tag, found in function["tags"].items()}
    yield from ((f"tags.{key}", value, tags.get(key)) for key, value in data.get("tags", {}).items())
    if "retention_days" in (logs := data.get("logs", {})):
        (group,) = document["resource"]["aws_cloudwatch_log_group"].values()
        yield "logs.retention_days", logs["retention_days"], group["retention_in_days"]
    yield from _of_state(data.get("state", {}), document["terraform"]["backend"])


def _of_function(said: Mapping[str, Any], function: Json) -> Iterator[tuple[str, Any, Any]]:
    for key, way in IN_FUNCTION.items():
        if said.get(key) not in (None, "", []):
            found: Any = function
            for step in way:
                found = found[step]
            yield f"function.{key}", said[key], found
    if "architecture" in said:
        yield "function.architecture", [said["architecture"]], function["architectures"]


def _of_variables(data: Mapping[str, Any], variables: Mapping[str, str]) -> Iterator[tuple[str, Any, Any]]:
    said = data.get("function", {})
    for key, value in said.get("environment", {}).items():
        yield f"function.environment.{key}", value, variables.get(key)
    for key, value in said.get("secrets", {}).items():
        store, _, place = value.partition(":")
        yield f"function.secrets.{key}", place, variables.get(key + ENDINGS[store])
    for table, key, variable in (("logs", "level", "LOG_LEVEL"), ("metrics", "namespace", "METRICS_NAMESPACE")):
        if key in data.get(table, {}):
            yield f"{table}.{key}", data[table][key], variables[variable]


def _of_state(state: Mapping[str, str], backend: Json) -> Iterator[tuple[str, Any, Any]]:
    """Give the texts of a backend, in tuples: Terraform evaluates nothing of them."""
    if "path" in state:
        yield "state.path", (state["path"],), (backend["local"]["path"].removeprefix("../../../"),)
    if "key" in state:
        yield "state.key", (state["key"],), (backend["s3"]["key"],)


def _read(raw: Any) -> Any:
    if isinstance(raw, list):
        return [_read(each) for each in raw]
    return text_of(raw) if isinstance(raw, str) else raw
