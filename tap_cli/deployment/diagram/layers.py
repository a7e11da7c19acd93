"""In which column each resource of a picture stands, and in which order: a column for each step from the beginning."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tap_cli.deployment.diagram.graph import Edge, Graph, Node


@dataclass(frozen=True)
class Layers:
    """A graph whose every edge leads from left to right.

    Attributes:
        graph: the resources that stand for themselves, and the edges between them.
        parts: what is drawn inside of a resource.
        ends: of each edge the left and the right end; where a circle is closed, the edge begins at the right one.
        columns: the length of the longest way to a resource.
        order: the resources, each near the first that leads to it.
    """

    graph: Graph
    parts: Mapping[str, Sequence[Node]]
    ends: Sequence[tuple[str, str]]
    columns: Mapping[str, int]
    order: Sequence[str]

    def meeting(self, address: str, end: int) -> list[int]:
        """Return the numbers of the edges whose left (0) or right (1) end is a resource."""
        return [number for number, ends in enumerate(self.ends) if ends[end] == address]


def find_layers(graph: Graph) -> Layers:
    """Return the layers of a graph; the same graph gives the same ones."""
    parts = _parts(graph)
    inside = {node.address for nodes in parts.values() for node in nodes}
    outer = Graph(
        {address: node for address, node in graph.nodes.items() if address not in inside},
        [edge for edge in graph.edges if edge.target not in inside],
    )
    order, closing = _walk(outer)
    ends = [(each.target, each.source) if each in closing else (each.source, each.target) for each in outer.edges]
    return Layers(outer, parts, ends, _columns(order, ends), order)


def _parts(graph: Graph) -> Mapping[str, Sequence[Node]]:
    """Return of each resource its parts to which nothing else leads."""
    targets = [edge.target for edge in graph.edges]
    parts: dict[str, list[Node]] = {}
    for edge in graph.edges:
        if edge.is_part and targets.count(edge.target) == 1 and not graph.below(edge.target):
            parts.setdefault(edge.source, []).append(graph.nodes[edge.target])
    return parts


def _walk(graph: Graph) -> tuple[Sequence[str], set[Edge]]:
    """Return the resources in the order of a walk along the edges, and the edges that lead back on the way."""
    order: dict[str, None] = {}
    way: set[str] = set()
    closing: set[Edge] = set()

    def visit(address: str) -> None:
        order[address] = None
        way.add(address)
        for edge in graph.below(address):
            if edge.target in way:
                closing.add(edge)
            elif edge.target not in order:
                visit(edge.target)
        way.discard(address)

    for address in graph.beginnings():
        if address not in order:
            visit(address)
    return [*order], closing


def _columns(order: Sequence[str], ends: Sequence[tuple[str, str]]) -> Mapping[str, int]:
    columns = dict.fromkeys(order, 0)
    for _ in order:
        before = dict(columns)
        for left, right in ends:
            columns[right] = max(columns[right], columns[left] + 1)
        if columns == before:
            break
    return columns
