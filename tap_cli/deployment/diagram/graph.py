"""The resources of a synthesized stack, and which of them leads to which."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from tap_cli.deployment.difference.flat import flat
from tap_cli.deployment.difference.replacement import facts_of

Json = Mapping[str, Any]

NAMES: Final = ("function_name", "name")

BELONGING: Final = ("aws_iam_role_policy", "aws_kms_alias")
"""Types that are part of what they refer to: the arrow leads from that to them."""

LEFT_OUT: Final = ("//", "depends_on", "lifecycle", "provider", "policy", "tags")
"""Attributes that say nothing of how resources hang together; a policy names what it allows."""

LABELS: Final = {
    "role": "runs as",
    "logging_config.log_group": "logs to",
    "dead_letter_config.target_arn": "sends failed events to",
    "kms_key_arn": "encrypted by",
    "kms_key_id": "encrypted by",
    "kms_master_key_id": "encrypted by",
}
"""What an attribute means for people; any other is shown by its own name."""

FACTS: Final = ("runtime", "memory_size", "timeout", "retention_in_days")
"""Attributes that a box shows."""

UNITS: Final = {"memory_size": " MB", "timeout": " s", "retention_in_days": " days"}

_EXPRESSION: Final = re.compile(r"\$\{(.*?)\}")
_ADDRESS: Final = re.compile(r"(?<![\w.])[a-z]\w*\.[\w-]+")


@dataclass(frozen=True)
class Node:
    """One resource: what people call it, its own name, and a line of facts."""

    address: str
    word: str
    name: str
    facts: str


@dataclass(frozen=True)
class Edge:
    """An arrow from one resource to another, by their addresses.

    Attributes:
        source: where it begins.
        target: where it ends.
        label: what it means.
        is_part: whether the target is a part of the source and nothing of its own.
    """

    source: str
    target: str
    label: str
    is_part: bool = False


@dataclass(frozen=True)
class Graph:
    """A stack: its resources in the order in which it writes them, and the arrows between them."""

    nodes: Mapping[str, Node]
    edges: Sequence[Edge]

    def title(self, environment: str, region: str) -> str:
        """Return the line above a drawing."""
        return f"{environment}: {len(self.nodes)} resources in {region}"

    def below(self, address: str) -> list[Edge]:
        """Return the arrows that start at a resource."""
        return [edge for edge in self.edges if edge.source == address]

    def beginnings(self) -> list[str]:
        """Return every resource, those first at which no arrow ends."""
        targets = {edge.target for edge in self.edges}
        return sorted(self.nodes, key=lambda address: address in targets)


def read_graph(stack: Json) -> Graph:
    """Read the graph of a `cdk.tf.json`."""
    resources = {
        f"{kind}.{identity}": values
        for kind, of_kind in stack.get("resource", {}).items()
        for identity, values in of_kind.items()
    }
    nodes = {address: _node(address, values) for address, values in resources.items()}
    edges = dict.fromkeys(edge for address, values in resources.items() for edge in _edges(address, values, nodes))
    return Graph(nodes, [*edges])


def _node(address: str, values: Json) -> Node:
    facts = [f"{values[name]}{UNITS.get(name, '')}" for name in FACTS if name in values]
    name = next((str(values[name]) for name in NAMES if name in values), "")
    return Node(address, facts_of(address.split(".")[0]).word, name, ", ".join(facts))


def _edges(address: str, values: Json, nodes: Mapping[str, Node]) -> Iterator[Edge]:
    for path, value in flat({name: inner for name, inner in values.items() if name not in LEFT_OUT}):
        for target in _targets(path, value, nodes):
            if target == address or path.startswith("environment."):
                continue
            if address.split(".")[0] in BELONGING:
                yield Edge(target, address, nodes[address].word, is_part=True)
            else:
                yield Edge(address, target, LABELS.get(path, path))


def _targets(path: str, value: Any, nodes: Mapping[str, Node]) -> Iterator[str]:
    """Yield what a value refers to: by a reference, or by the name that a log group has."""
    for each in value if isinstance(value, list) else [value]:
        if isinstance(each, str):
            found = (address for expression in _EXPRESSION.findall(each) for address in _ADDRESS.findall(expression))
            yield from (address for address in found if address in nodes)
            if path.endswith("log_group"):
                yield from (node.address for node in nodes.values() if node.name == each)
