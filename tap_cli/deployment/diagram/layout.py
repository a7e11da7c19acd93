"""Where everything stands in a picture, so that nothing lies on anything else.

An arrow that passes a column has a lane of its own there; arrows that meet one box have places of their own on it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from tap_cli.deployment.diagram.graph import Edge, Graph, Node
from tap_cli.deployment.diagram.layers import Layers, find_layers

WIDTH: Final = 250
"""Pixels of a box; this and the next ones."""
GAP_X: Final = 180
GAP_Y: Final = 24
MARGIN: Final = 20
TOP: Final = 50
"""Where the first row begins, below the title."""
LINE: Final = 17
PADDING: Final = 12

Place = tuple[int, int]
Lanes = Mapping[tuple[int, int], int]
"""The height at which an edge, by its number, passes a column."""


@dataclass(frozen=True)
class Box:
    """A resource and its parts: where it stands, and how high it is."""

    node: Node
    parts: Sequence[Node]
    place: Place
    height: int


@dataclass(frozen=True)
class Arrow:
    """An edge and the points through which it leads, from where it begins."""

    edge: Edge
    points: Sequence[Place]


@dataclass(frozen=True)
class Layout:
    """A picture's boxes, arrows and size."""

    boxes: Sequence[Box]
    arrows: Sequence[Arrow]
    width: int
    height: int


def lay_out(graph: Graph) -> Layout:
    """Return where everything stands; the same graph gives the same layout."""
    layers = find_layers(graph)
    boxes, lanes, bottom = _stack(layers)
    right = max((box.place[0] for box in boxes.values()), default=MARGIN) + WIDTH
    return Layout([*boxes.values()], [*_arrows(layers, boxes, lanes)], right + MARGIN, bottom + MARGIN)


def _stack(layers: Layers) -> tuple[Mapping[str, Box], Lanes, int]:
    """Put boxes and lanes below each other in their columns; return them and where the lowest one ends."""
    rows = dict.fromkeys(layers.columns.values(), TOP)
    boxes: dict[str, Box] = {}
    lanes: dict[tuple[int, int], int] = {}
    for address in layers.order:
        node, parts, column = layers.graph.nodes[address], layers.parts.get(address, ()), layers.columns[address]
        lines = 1 + bool(node.name) + bool(node.facts) + len(parts)
        height = max(lines, *(len(layers.meeting(address, end)) for end in (0, 1))) * LINE + PADDING
        boxes[address] = Box(node, parts, (_left(column), rows[column]), height)
        rows[column] += height + GAP_Y
        for number in layers.meeting(address, 0):
            for passed in range(column + 1, layers.columns[layers.ends[number][1]]):
                lanes[number, passed] = rows[passed] + LINE // 2
                rows[passed] += LINE + GAP_Y
    return boxes, lanes, max(rows.values(), default=TOP + GAP_Y) - GAP_Y


def _left(column: int) -> int:
    return MARGIN + column * (WIDTH + GAP_X)


def _arrows(layers: Layers, boxes: Mapping[str, Box], lanes: Lanes) -> Iterator[Arrow]:
    ways = [[*_way(layers, number, boxes, lanes)] for number in range(len(layers.ends))]
    for number, (edge, (left, right)) in enumerate(zip(layers.graph.edges, layers.ends, strict=True)):
        leaving = sorted(layers.meeting(left, 0), key=lambda each: ways[each][1])
        arriving = sorted(layers.meeting(right, 1), key=lambda each: ways[each][-2])
        start, *between, end = ways[number]
        points = [
            (start[0], _height(boxes[left], leaving.index(number), len(leaving))),
            *between,
            (end[0], _height(boxes[right], arriving.index(number), len(arriving))),
        ]
        yield Arrow(edge, points if left == edge.source else points[::-1])


def _way(layers: Layers, number: int, boxes: Mapping[str, Box], lanes: Lanes) -> Iterator[Place]:
    """Yield the points of an edge from left to right, as if it met its boxes in their middle."""
    left, right = layers.ends[number]
    yield boxes[left].place[0] + WIDTH, _middle(boxes[left])
    for column in range(layers.columns[left] + 1, layers.columns[right]):
        yield _left(column), lanes[number, column]
        yield _left(column) + WIDTH, lanes[number, column]
    yield boxes[right].place[0], _middle(boxes[right])


def _middle(box: Box) -> int:
    return box.place[1] + box.height // 2


def _height(box: Box, position: int, count: int) -> int:
    """Return where an edge meets a box that several meet: in the order of where they come from, so that few cross."""
    return box.place[1] + box.height * (2 * position + 1) // (2 * count)
