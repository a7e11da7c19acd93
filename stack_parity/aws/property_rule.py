"""The plain rule that leads from a Pulumi property to a Terraform attribute."""

from __future__ import annotations

from collections.abc import Iterable

from stack_parity.aws.spelling import camel, plural


class PropertyRule:
    """The rule, for the attributes of one level.

    In order: the same name (`memorySize`: `memory_size`), its plural (`corsRules`: `cors_rule`), its singular, which
    Pulumi gives to a list that may hold one only (`type`: `types`).
    """

    def __init__(self, attributes: Iterable[str]) -> None:
        self._names = {camel(attribute): attribute for attribute in attributes}
        self._plurals = {plural(name): attribute for name, attribute in self._names.items()}

    def attribute(self, name: str) -> str | None:
        """Return the attribute that a property of Pulumi's wire stands for; None where the rule leads to none."""
        return self._names.get(name) or self._plurals.get(name) or self._names.get(plural(name))
