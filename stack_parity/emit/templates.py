"""Values as Terraform's JSON syntax has them: strings are templates, and a document is the text of one.

Source: Terraform language, "JSON configuration syntax" and "Strings and templates".
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Final

from stack_parity.emit.names import Names, identifier
from stack_parity.model.values import SEALED, Code, Document, Part, Ref, Secret, Text, Unknown, Value

_MARK: Final = re.compile("\ue000([0-9]+)\ue001")


class Templates:
    """Writes the values of one program, and the variables that stand for what the program does not tell."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self.variables: dict[str, Part] = {}
        """By name, what each variable stands for."""
        self.declarations: dict[str, dict[str, object]] = {}

    def value(self, value: Value) -> object:
        """Return a value for Terraform to evaluate."""
        if isinstance(value, list):
            return [self.value(item) for item in value]
        if isinstance(value, dict):
            return {escaped(key): self.value(item) for key, item in value.items()}
        if isinstance(value, Document):
            return self._document(value.content)
        if value is None or isinstance(value, bool | int):
            return value
        if isinstance(value, float):
            return int(value) if value.is_integer() else value
        return self._text(value)

    def _text(self, value: Value) -> str:
        if isinstance(value, Text):
            return "".join(self._text(part) for part in value.parts)
        if isinstance(value, str):
            return escaped(value)
        if isinstance(value, Ref):
            found = self._names.reference(value)
            if found:
                return f"${{{found}}}"
            words = f"{value.attribute} of {self._names.words(value.address)}, which is not made here"
            return self._variable(value, value.attribute, words)
        if isinstance(value, Secret) or (isinstance(value, Unknown) and value.expression == SEALED):
            return self._variable(value, "secret", "a secret of the program, whose value is not kept", sensitive=True)
        if isinstance(value, Unknown):
            return self._variable(value, "unknown", value.reason)
        raise TypeError(f"no part of a string: {type(value).__name__}")

    def _document(self, content: Value) -> str:
        """Return the JSON text of a document, in which references stand unquoted by JSON's rules."""
        inside: list[str] = []

        def marked(value: Value) -> object:
            if isinstance(value, dict):
                return {key: marked(item) for key, item in value.items()}
            if isinstance(value, list):
                return [marked(item) for item in value]
            if isinstance(value, Document):
                return self._document(value.content)
            if isinstance(value, Text):
                return "".join(str(marked(part)) for part in value.parts)
            if isinstance(value, Ref | Secret | Unknown | Code):
                inside.append(self._text(value))
                return f"\ue000{len(inside) - 1}\ue001"
            return int(value) if isinstance(value, float) and value.is_integer() else value

        source = json.dumps(marked(content), ensure_ascii=False)
        return _MARK.sub(lambda match: inside[int(match[1])], escaped(source))

    def _variable(self, stands_for: Part, hint: str, description: str, *, sensitive: bool = False) -> str:
        """Return the reference to the variable of what the program does not tell; the same thing has the same one."""
        name = next((name for name, value in self.variables.items() if value == stands_for), None)
        if name is None:
            name = identifier(f"{hint.replace('.', '_')}_{len(self.variables) + 1}")
            self.variables[name] = stands_for
            self.declarations[name] = {"description": description, **({"sensitive": True} if sensitive else {})}
        return f"${{var.{name}}}"


def escaped(text: str) -> str:
    """Return a literal text as a template of itself."""
    return text.replace("${", "$${").replace("%{", "%%{")


def without_nothing(values: Mapping[str, object]) -> dict[str, object]:
    """Return what is stated."""
    return {key: value for key, value in values.items() if value is not None}
