"""Says in the words of a settings file what pydantic found in it."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from tap_stack.faults import Fault
from tap_stack.fields import rule_of
from tap_stack.settings import LocalState, S3State, Settings

STATE_MODELS: Mapping[str, type[BaseModel]] = {"local": LocalState, "s3": S3State}


def fault_of(file: str, details: ErrorDetails) -> Fault:
    """Turn one error of pydantic into a fault.

    Args:
        file: the file that the settings came from, as its author knows it.
        details: one entry of `ValidationError.errors()`.
    """
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
    for part in map(str, location):
        if part in STATE_MODELS:
            model = STATE_MODELS[part]
            continue
        field = model.model_fields.get(part)
        inner = field.annotation if field else None
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            model = inner
        elif part != "state":
            return model, field
    return model, None


def _rule(field: FieldInfo | None) -> str:
    return (field and rule_of(field)) or "a table of settings"


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
