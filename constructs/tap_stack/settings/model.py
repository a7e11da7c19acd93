"""The base of all settings: frozen, strict, and refused in the words of their author."""

from __future__ import annotations

from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict, ValidationError, field_validator

from tap_stack.faults import SettingsError
from tap_stack.settings.explanation import explain
from tap_stack.settings.rules import rule_of
from tap_stack.settings.text import text_fault


class SettingsModel(BaseModel):
    """A group of settings that never changes.

    Raises:
        SettingsError: when a value breaks its rule; every fault is in it.
    """

    model_config: ClassVar[ConfigDict] = ConfigDict(
        frozen=True, extra="forbid", strict=True, use_attribute_docstrings=True
    )

    def __init__(self, /, **values: Any) -> None:
        try:
            super().__init__(**values)
        except ValidationError as error:  # a group inside another one is built here, too: the outer one gathers
            raise SettingsError(explain(type(self), error)) from None

    @field_validator("*")
    @classmethod
    def _check_texts(cls, value: object) -> object:
        if fault := text_fault(value):
            raise fault
        return value

    @classmethod
    def __pydantic_init_subclass__(cls, **_: Any) -> None:
        """Tell the arguments in the class's docstring, which `help()` shows, from the fields themselves."""
        told = [
            f"    {name}: {field.description}{f' Rule: {rule}.' if (rule := rule_of(field)) else ''}"
            for name, field in cls.model_fields.items()
        ]
        cls.__doc__ = "\n".join([(cls.__doc__ or "").rstrip(), "", ARGUMENTS, *told])


ARGUMENTS = "Args:"
"""Where a class's docstring begins to tell its arguments."""
