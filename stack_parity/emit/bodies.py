"""The body of a resource or data source, each attribute and block in the form that the provider's schema asks for."""

from __future__ import annotations

from collections.abc import Mapping

from stack_parity.aws.schema import Attribute, Kind
from stack_parity.emit.templates import Templates
from stack_parity.model.values import Document, Value


class Bodies:
    """Writes bodies with the templates of one program."""

    def __init__(self, templates: Templates) -> None:
        self._templates = templates
        self.not_known: list[str] = []
        """Names that the schema has not, which are left out."""

    def body(self, values: Mapping[str, Value], known: Mapping[str, Attribute]) -> dict[str, object]:
        """Return what is stated of a resource or of a block."""
        stated = {name: value for name, value in values.items() if not _says_nothing(value)}
        self.not_known += [name for name in stated if known and name not in known]
        written = stated.keys() & known.keys() if known else stated.keys()
        return {name: self._attribute(value, known.get(name)) for name, value in stated.items() if name in written}

    def _attribute(self, value: Value, known: Attribute | None) -> object:
        if known is None or not known.attributes:
            return self._plain(value, known)
        if known.kind is Kind.MAP and isinstance(value, dict):
            return {key: self._object(item, known) for key, item in value.items()}
        if known.kind is Kind.OBJECT:
            first = value[0] if isinstance(value, list) and len(value) == 1 else value
            return self._object(first, known)
        items = value if isinstance(value, list) else [value]
        return [self._object(item, known) for item in items if item is not None]

    def _object(self, value: Value, known: Attribute) -> object:
        """Return one object; in an attribute of objects each member must stand, null where nothing is stated."""
        if not isinstance(value, dict):
            return self._templates.value(value)
        found = self.body(value, known.attributes)
        members_may_lack = known.is_block or any(one.optional or one.required for one in known.attributes.values())
        return found if members_may_lack else dict.fromkeys(known.attributes) | found

    def _plain(self, value: Value, known: Attribute | None) -> object:
        if known is not None and known.kind in (Kind.LIST, Kind.SET) and _is_single(value):
            return [self._templates.value(value)]
        if known is not None and known.kind is Kind.STRING and isinstance(value, dict | list):
            return self._templates.value(Document(value))
        return self._templates.value(value)


def _is_single(value: Value) -> bool:
    return isinstance(value, str | int | float | Document)


def _says_nothing(value: Value) -> bool:
    return value is None
