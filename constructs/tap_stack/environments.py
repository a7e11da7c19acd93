"""Reads a folder of environments, one TOML file each, into settings; collects every fault before it complains."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from tap_stack.faults import Fault, SettingsError
from tap_stack.settings import LocalState, S3State, Settings

STATE_MODELS: Mapping[str, type[BaseModel]] = {"local": LocalState, "s3": S3State}


def load_environments(folder: Path) -> dict[str, Settings]:
    """Read every environment of a folder.

    Args:
        folder: holds one `<environment>.toml` each. A relative `function.code` in them starts at the folder's parent,
            the project.

    Returns:
        The settings by environment, in the order of the names.

    Raises:
        SettingsError: with every fault of every file.
    """
    files = sorted(folder.glob("*.toml"))
    if not files:
        found = "no file that ends in .toml" if folder.is_dir() else "no such folder"
        raise SettingsError(
            [Fault(f"{folder.name}/", found, "one file per environment", "add a file such as dev.toml with a region")]
        )
    faults: list[Fault] = []
    environments: dict[str, Settings] = {}
    for file in files:
        try:
            environments[file.stem] = load_environment(file)
        except SettingsError as error:
            faults += error.faults
    faults += _shared(folder.name, environments)
    if faults:
        raise SettingsError(faults)
    return environments


def load_environment(file: Path) -> Settings:
    """Read one environment; its name is the file's name without `.toml`.

    Raises:
        SettingsError: with every fault of the file.
    """
    where = f"{file.parent.name}/{file.name}"
    try:
        data = tomllib.loads(file.read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise SettingsError([Fault(where, str(error), "a TOML file (toml.io)", "correct that line")]) from None
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError([Fault(where, str(error), "a readable text file in UTF-8", "correct the file")]) from None
    if "environment" in data:
        raise SettingsError(
            [
                Fault(
                    f"{where}: environment",
                    repr(data["environment"]),
                    "the file's name is the environment's name",
                    "remove the line, or rename the file",
                )
            ]
        )
    try:
        return Settings.model_validate({**_with_code_below(file.parent.parent, data), "environment": file.stem})
    except ValidationError as error:
        raise SettingsError(_fault(where, details) for details in error.errors()) from None


def _with_code_below(project: Path, data: dict[str, Any]) -> dict[str, Any]:
    """Let a relative code folder start at the project, the default one included."""
    function = data.get("function", {})
    if not isinstance(function, dict):
        return data
    code = function.get("code", "handler")
    return {**data, "function": {**function, "code": project / code if isinstance(code, str) else code}}


def _fault(file: str, details: ErrorDetails) -> Fault:
    """Say in our words what pydantic found."""
    location = details["loc"]
    path = ".".join(str(part) for part in _without_tag(location))
    where = f"{file}: {path}" if path else file
    found = _shown(details["input"])
    model, field = _declared(location)
    match details["type"]:
        case "broken_rule":
            context = details["ctx"]
            return Fault(where, context["found"], context["rule"], context["remedy"])
        case "extra_forbidden":
            name = str(location[-1])
            near = get_close_matches(name, model.model_fields, 1)
            known = ", ".join(known for known in model.model_fields if known != "environment")
            return Fault(
                where, f"the unknown field {name!r}", f"one of {known}", f"write {near[0]!r}" if near else "remove it"
            )
        case "missing":
            return Fault(where, "nothing", _rule(field), f"add a line {location[-1]} = …")
        case "union_tag_not_found" | "union_tag_invalid":
            return Fault(where, found, 'type = "local" or type = "s3"', "add or correct state.type")
    return Fault(where, found, _rule(field), _remedy(field))


def _without_tag(location: tuple[int | str, ...]) -> tuple[int | str, ...]:
    """Drop pydantic's name of the chosen kind of state: it is no field of the file."""
    return (location[0], *location[2:]) if location[:1] == ("state",) else location


def _declared(location: tuple[int | str, ...]) -> tuple[type[BaseModel], FieldInfo | None]:
    """Find the innermost model that a place belongs to, and its field there."""
    model: type[BaseModel] = Settings
    field: FieldInfo | None = None
    for part in map(str, location):
        if part in STATE_MODELS:
            model, field = STATE_MODELS[part], None
        elif part in model.model_fields:
            field = model.model_fields[part]
            inner = field.annotation
            if isinstance(inner, type) and issubclass(inner, BaseModel):
                model, field = inner, None
    return model, field


def _rule(field: FieldInfo | None) -> str:
    extra = field.json_schema_extra if field else None
    return str(extra["rule"]) if isinstance(extra, dict) and "rule" in extra else "a table of settings"


def _remedy(field: FieldInfo | None) -> str:
    if field is None or field.is_required():
        return "correct the value"
    default = field.get_default(call_default_factory=True)
    if isinstance(default, int | str) and default != "":
        return f"correct the value, or remove the line for the default, {default!r}"
    return "correct the value, or remove the line"


def _shown(value: object) -> str:
    """Show a value as its file writes it, and not at any length."""
    text = {True: "true", False: "false"}[value] if isinstance(value, bool) else repr(value)
    return text if len(text) <= 100 else f"{text[:97]}…"


def _shared(folder: str, environments: Mapping[str, Settings]) -> Iterator[Fault]:
    """Find what two environments claim both: a second one would overwrite the first."""
    claims: dict[tuple[str, str], list[str]] = defaultdict(list)
    for name, settings in environments.items():
        claims["state", settings.state_location].append(name)
        claims["function name", settings.function_name].append(name)
    for (what, value), names in claims.items():
        if len(names) > 1:
            yield Fault(
                f"{folder}/{names[0]}.toml and {folder}/{names[1]}.toml",
                f"the same {what} {value!r}",
                f"each environment has a {what} of its own",
                f"change the {what} in one of them",
            )
