"""Finds the Terraform attribute of each property of a Pulumi class: by the plain rule, by evidence, by hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from stack_parity.aws.property_rule import PropertyRule
from stack_parity.aws.schema import Attribute, Kind, TypeSchema
from stack_parity.aws.spelling import snake
from tools.aws_types.pulumi_package import PulumiType, Shape

_ENDINGS: Final = ("_id", "_arn", "_name", "_label")
"""What Pulumi leaves out of the name of an attribute that points at another resource (`restApi`: `rest_api_id`)."""

_UNSAID: Final = frozenset({"id", "timeouts"})
"""What every resource has, and Pulumi says otherwise: as the resource's id and as an option."""


@dataclass
class Properties:
    """The properties of a type, level by level.

    Attributes:
        matched: how many lead to an attribute.
        renamed: by path on Pulumi's wire, the attribute to which the plain rule does not lead.
        only_pulumi: paths that the schema does not know.
        only_terraform: paths that the class does not know.
    """

    matched: int = 0
    renamed: dict[str, str] = field(default_factory=dict)
    only_pulumi: list[str] = field(default_factory=list)
    only_terraform: list[str] = field(default_factory=list)


def match_properties(pulumi: PulumiType, known: TypeSchema, decided: Mapping[str, str]) -> Properties:
    """Return what each property of a class is in Terraform; `decided` by hand, by path on Pulumi's wire."""
    result = Properties()
    _Levels(pulumi, decided, result).match(pulumi.properties, known.attributes, "", "", frozenset())
    return result


class _Levels:
    def __init__(self, pulumi: PulumiType, decided: Mapping[str, str], result: Properties) -> None:
        self._pulumi = pulumi
        self._noun = snake(pulumi.token.rpartition(":")[2])
        self._decided = decided
        self._result = result

    def match(
        self,
        properties: Mapping[str, Shape],
        attributes: Mapping[str, Attribute],
        path: str,
        place: str,
        above: frozenset[str],
    ) -> None:
        """Match one level and those below.

        `path` is that of the level on Pulumi's wire, empty or with a dot at its end, `place` likewise in Terraform;
        `above` are the classes of the objects around, because some hold themselves.
        """
        names = dict(self._names(properties, attributes, path))
        self._result.matched += len(names)
        self._result.only_pulumi += [f"{path}{name}" for name in properties.keys() - names.keys()]
        self._result.only_terraform += [
            f"{place}{name}" for name in attributes.keys() - set(names.values()) - (_UNSAID if not path else set())
        ]
        rule = PropertyRule(attributes)
        for name, attribute in names.items():
            if rule.attribute(name) != attribute:
                self._result.renamed[f"{path}{name}"] = attribute
            held = properties[name].object
            if held and held.class_ not in above and attributes[attribute].attributes:
                self.match(
                    self._pulumi.objects(held),
                    attributes[attribute].attributes,
                    f"{path}{name}.",
                    f"{place}{attribute}.",
                    above | {held.class_},
                )

    def _names(
        self, properties: Mapping[str, Shape], attributes: Mapping[str, Attribute], path: str
    ) -> Iterator[tuple[str, str]]:
        """Yield property and attribute, no attribute twice: what is decided, then the same names, then the others."""
        taken: set[str] = set()
        open_ = dict(properties)
        for judge in (self._by_hand, self._by_rule, self._by_evidence):
            for name in list(open_):
                attribute = judge(
                    name, properties[name], {key: attributes[key] for key in attributes.keys() - taken}, path
                )
                if attribute is not None:
                    del open_[name]
                    taken.add(attribute)
                    yield name, attribute

    def _by_hand(self, name: str, _shape: Shape, _free: Mapping[str, Attribute], path: str) -> str | None:
        return self._decided.get(f"{path}{name}")

    def _by_rule(self, name: str, _shape: Shape, free: Mapping[str, Attribute], _path: str) -> str | None:
        return PropertyRule(free).attribute(name)

    def _by_evidence(self, name: str, shape: Shape, free: Mapping[str, Attribute], path: str) -> str | None:
        """Return the one free attribute of the same kind whose name says the same, more fully."""
        said = snake(name)
        fuller = {said + ending for ending in _ENDINGS}
        if not path:
            words = self._noun.split("_")
            fuller |= {"_".join([*words[start:], said]) for start in range(len(words))}
        found = [key for key, attribute in free.items() if key in fuller and _agree(shape, attribute)]
        return found[0] if len(found) == 1 else None


def _agree(shape: Shape, attribute: Attribute) -> bool:
    """Return whether a property can hold what an attribute holds; a list of one may be given without the list."""
    if attribute.kind in (Kind.LIST, Kind.SET):
        return shape.kind == "list" or bool(shape.class_) == bool(attribute.attributes)
    plain = {Kind.STRING: ("string", "object", "asset"), Kind.NUMBER: ("number",), Kind.BOOL: ("bool",)}
    return shape.kind in plain.get(attribute.kind, (attribute.kind.value,))
