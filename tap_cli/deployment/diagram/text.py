"""The architecture as a tree of text."""

from __future__ import annotations

from collections.abc import Iterator

from tap_cli.deployment.diagram.graph import Graph, Node


def draw(graph: Graph) -> Iterator[str]:
    """Yield the lines of the tree; a resource that is shown twice is drawn out the first time."""
    shown: set[str] = set()
    for address in graph.beginnings():
        if address not in shown:
            shown.add(address)
            yield _title(graph.nodes[address])
            yield from _below(graph, address, "", shown)


def _below(graph: Graph, address: str, indent: str, shown: set[str]) -> Iterator[str]:
    edges = graph.below(address)
    for number, edge in enumerate(edges):
        branch, further = ("└─", "   ") if number == len(edges) - 1 else ("├─", "│  ")
        label = "" if edge.is_part else f"{edge.label} "
        is_again = edge.target in shown
        note = " (above)" if is_again and graph.below(edge.target) else ""
        yield f"{indent}{branch} {label}{_title(graph.nodes[edge.target])}{note}"
        if not is_again:
            shown.add(edge.target)
            yield from _below(graph, edge.target, indent + further, shown)


def _title(node: Node) -> str:
    facts = f"  ({node.facts})" if node.facts else ""
    return " ".join(filter(None, (node.word, node.name))) + facts
