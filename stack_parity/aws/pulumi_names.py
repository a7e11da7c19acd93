"""What Pulumi's names are in Terraform: tokens are types, properties are attributes.

The facts lie in `data/pulumi_names.txt` and are made by `python -m tools.aws_types write`, by evidence from the
installed `pulumi_aws` and the provider's schema: one line a token with its type and the score of the match, below it
the properties to which the plain rule does not lead.

    aws:sns/topicSubscription:TopicSubscription aws_sns_topic_subscription 0.97
      topic: topic_arn
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from stack_parity.aws import schema
from stack_parity.aws.property_rule import PropertyRule
from stack_parity.aws.schema import DATA, Attribute, Kind, TypeSchema
from stack_parity.aws.spelling import snake

FORMAT: Final = "format 1"
_TOKEN: Final = re.compile(r"([a-z][\w-]*):([\w-]+)/[\w-]+:(\w+)")
_NO_PREFIX: Final = frozenset({"ec2", "index"})
"""Pulumi modules whose name Terraform's types do not carry."""


@dataclass(frozen=True)
class Name:
    """A token's type: `score` says how sure the match is (0 to 1); None: the schema does not have the type yet."""

    type: str
    score: float | None
    renamed: Mapping[str, str]


class Level:
    """The properties of one level of a resource: of itself, or of an object in it."""

    def __init__(self, attributes: Mapping[str, Attribute], renamed: Mapping[str, str], path: str = "") -> None:
        self._attributes = attributes
        self._renamed = renamed
        self._path = path
        self._rule = PropertyRule(attributes)
        self._inside: dict[str, Level] = {}

    def attribute(self, name: str) -> str:
        """Return the attribute of a property; its name in snake_case where the schema does not know it."""
        return self._renamed.get(f"{self._path}{name}") or self._rule.attribute(name) or snake(name)

    def schema(self, name: str) -> Attribute | None:
        """Return what the schema says of a property; None where it does not know it."""
        return self._attributes.get(self.attribute(name))

    def inside(self, name: str) -> Level:
        """Return the level of the object, or of each object, that a property holds."""
        if name not in self._inside:
            found = self.schema(name)
            self._inside[name] = Level(found.attributes if found else {}, self._renamed, f"{self._path}{name}.")
        return self._inside[name]

    def path(self, path: str) -> str:
        """Return the attribute path of a property path (`vpcConfig[0].subnetIds`: `vpc_config.0.subnet_ids`).

        Numbers stay, and so do the keys of a user's map.
        """
        level, steps, names = self, list[str](), re.sub(r"\[(\w+)\]", r".\1", path).split(".")
        while names:
            name = names.pop(0)
            if name.isdigit():
                steps.append(name)
                continue
            steps.append(level.attribute(name))
            known = level.schema(name)
            if known is not None and known.kind is Kind.MAP:
                return ".".join([*steps, *names])
            level = level.inside(name)
        return ".".join(steps)


NOTHING: Final = Level({}, {})
"""The properties of what no schema knows: each has its name in snake_case."""


def terraform_type(token: str) -> str | None:
    """Return the Terraform type of a Pulumi token; None for one that is no known type of AWS."""
    found = _find(token)
    return found.type if found else None


@cache
def properties(token: str) -> Level:
    """Return the properties of a token."""
    found = _find(token)
    known = schema.of(found.type) if found else None
    return Level(known.attributes, found.renamed) if known and found else NOTHING


def data_type(token: str) -> str | None:
    """Return the Terraform data source of a provider function (`aws:ec2/getVpc:getVpc`); None for one not known."""
    found = _find(token, schema.of_data)
    return found.type if found else None


@cache
def data_properties(token: str) -> Level:
    """Return the properties of a provider function: its arguments and what it gives."""
    found = _find(token, schema.of_data)
    known = schema.of_data(found.type) if found else None
    return Level(known.attributes, found.renamed) if known and found else NOTHING


def ruled_type(token: str) -> str:
    """Return what the rule of names makes of a token that no facts tell.

    `random:index/randomId:RandomId` becomes `random_id`; a token of no package and module (a component, a dynamic
    resource) stays as it is.
    """
    return next(_by_rule(_resource_token(token)), token)


def _resource_token(token: str) -> str:
    """Return a provider function as the resource that it looks up."""
    return re.sub(r"(/|:)get([A-Z])", lambda match: match[1] + match[2], token)


def _by_rule(token: str) -> Iterator[str]:
    match = _TOKEN.fullmatch(token)
    if match is None:
        return
    package, module, class_ = match.groups()
    alone = snake(class_) if snake(class_).startswith(f"{package}_") else f"{package}_{snake(class_)}"
    both = f"{package}_{snake(module)}_{snake(class_)}"
    yield from (alone, both) if module in _NO_PREFIX else (both,)


def _find(token: str, known: Callable[[str], TypeSchema | None] = schema.of) -> Name | None:
    """Return what is known of a token; one of an older `pulumi_aws` is known if the rule leads to a `known` type."""
    ruled = (Name(type_, None, {}) for type_ in _by_rule(_resource_token(token)) if known(type_))
    return _names().get(token) or next(ruled, None)


@cache
def _names() -> dict[str, Name]:
    head, *lines = (DATA / "pulumi_names.txt").read_bytes().decode().rstrip("\n").split("\n")
    if head != FORMAT:
        raise ValueError(f"the names of Pulumi's types are in {head!r}, this release reads {FORMAT!r}")
    names: dict[str, Name] = {}
    renamed: dict[str, str] = {}
    for line in lines[2:]:
        if line.startswith("  "):
            path, _, attribute = line.strip().partition(": ")
            renamed[path] = attribute
        else:
            token, type_, score = line.split(" ")
            renamed = {}
            names[token] = Name(type_, None if score == "newer" else float(score), renamed)
    return names
