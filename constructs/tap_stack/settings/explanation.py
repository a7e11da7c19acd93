"""Says in the words of the settings' author what pydantic found in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import Final

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from tap_stack.faults import Fault, SettingsError
from tap_stack.secret_shapes import is_secret_name
from tap_stack.settings.rules import rule_of

SHOWN: Final = 100
"""Characters of a found value that a message shows."""


def explain(model: type[BaseModel], error: ValidationError) -> Iterator[Fault]:
    """Turn what pydantic found in one group of settings into faults, those of groups inside it included.

    Args:
        model: the group; its name is the place of each fault.
        error: what pydantic raised.
    """
    for details in error.errors(include_url=False):
        path = _path(details["loc"])
        inner = details.get("ctx", {}).get("error")
        if isinstance(inner, SettingsError):
            yield from (fault.seen_from(model.__name__, path) for fault in inner.faults)
        else:
            yield _fault(f"{model.__name__}: {path}" if path else model.__name__, model.model_fields, details)


def unknown_field(where: str, name: str, known: Iterable[str]) -> Fault:
    """Describe a field that no group of settings has.

    Args:
        where: the place of the field.
        name: the field.
        known: the fields that there are.
    """
    known = list(known)
    near = get_close_matches(name, known, 1)
    remedy = f"write {near[0]!r}" if near else "remove it"
    return Fault(where, f"the unknown field {shown(name)}", f"one of {', '.join(known)}", remedy)


def shown(value: object) -> str:
    """Show a value as its author writes it, and not at any length."""
    text = {True: "true", False: "false"}[value] if isinstance(value, bool) else repr(value)
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 3]}…"


def _path(location: tuple[int | str, ...]) -> str:
    """Join the parts of a place, without pydantic's name of the chosen kind of state: its author wrote none."""
    parts = (location[0], *location[2:]) if location[:1] == ("state",) else location
    return ".".join(map(str, parts))


def _fault(where: str, fields: Mapping[str, FieldInfo], details: ErrorDetails) -> Fault:
    location = details["loc"]
    field = fields.get(str(location[0])) if location else None
    match details["type"]:
        case "broken_rule":
            context = details["ctx"]
            return Fault(where, context["found"], context["rule"], context["remedy"])
        case "extra_forbidden":
            return unknown_field(where, str(location[-1]), fields)
        case "missing":
            return Fault(where, "nothing", _rule(field), f"add {location[-1]} = …")
        case "union_tag_not_found" | "union_tag_invalid":
            rule = 'type = "local" or type = "s3"'
            return Fault(where, shown(details["input"]), rule, "add or correct state.type")
    hidden = any(part == "secrets" or is_secret_name(str(part)) for part in location)
    return Fault(
        where, "a value that is not shown" if hidden else shown(details["input"]), _rule(field), _remedy(field)
    )


def _rule(field: FieldInfo | None) -> str:
    return (field and rule_of(field)) or "a table of settings"


def _remedy(field: FieldInfo | None) -> str:
    if field is None or field.is_required():
        return "correct the value"
    default = field.get_default(call_default_factory=True)
    if isinstance(default, int | str) and default != "":
        return f"correct the value, or remove the line for the default, {default!r}"
    return "correct the value, or remove the line"
