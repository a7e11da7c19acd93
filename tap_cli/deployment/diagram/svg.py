"""The architecture as an SVG picture."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from tap_cli.deployment.diagram.graph import Graph, Node
from tap_cli.deployment.diagram.layout import LINE, MARGIN, WIDTH, Arrow, Box, Place, lay_out

LONGEST_LINE: Final = 36
"""Characters of a line in a box."""
LONGEST_LABEL: Final = 26

STYLE: Final = """
  .box { fill: #f6f8fa; stroke: #57606a; }
  .arrow { fill: none; stroke: #57606a; marker-end: url(#end); }
  text { font: 13px sans-serif; fill: #1f2328; }
  .word { font-weight: bold; }
  .label { font-size: 11px; fill: #57606a; text-anchor: end; paint-order: stroke; stroke: #ffffff; stroke-width: 4px; }
"""


def draw(graph: Graph, title: str) -> str:
    """Return the picture; the same stack gives the same bytes."""
    layout = lay_out(graph)
    size = f'width="{layout.width}" height="{layout.height}"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} viewBox="0 0 {layout.width} {layout.height}" role="img">',
        f"<title>{escape(title)}</title>",
        f"<style>{STYLE}</style>",
        '<defs><marker id="end" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto">'
        '<path d="M0 0 L8 4 L0 8 z" fill="#57606a"/></marker></defs>',
        f'<rect {size} fill="#ffffff"/>',
        f'<text class="word" x="{MARGIN}" y="30">{escape(title)}</text>',
        *(line for arrow in layout.arrows for line in _arrow(arrow)),
        *(line for box in layout.boxes for line in _box(box)),
        *(_label(arrow) for arrow in layout.arrows),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _box(box: Box) -> Iterator[str]:
    x, y = box.place
    yield f"<g id={quoteattr(box.node.address)}>"
    yield f"<title>{escape(box.node.address)}</title>"
    yield f'<rect class="box" x="{x}" y="{y}" width="{WIDTH}" height="{box.height}" rx="6"/>'
    for number, (text, style) in enumerate(_lines(box)):
        line = escape(_shortened(text, LONGEST_LINE))
        yield f'<text{style} x="{x + 10}" y="{y + 19 + number * LINE}">{line}</text>'
    yield "</g>"


def _lines(box: Box) -> Iterator[tuple[str, str]]:
    yield box.node.word, ' class="word"'
    yield from ((text, "") for text in (box.node.name, box.node.facts) if text)
    yield from ((f"{part.word} {_own_name(part, box.node)}", "") for part in box.parts)


def _own_name(part: Node, whole: Node) -> str:
    """Return the name of a part without what it shares with the name of its whole: of `tap-dev-logs`, `logs`."""
    shared = whole.name.rpartition("-")[0] + "-"
    return part.name.removeprefix(shared) if shared != "-" else part.name


def _arrow(arrow: Arrow) -> Iterator[str]:
    ends = f"data-source={quoteattr(arrow.edge.source)} data-target={quoteattr(arrow.edge.target)}"
    way = "".join(_step(*step) for step in pairwise(arrow.points))
    yield f'<path class="arrow" {ends} d="M{arrow.points[0][0]} {arrow.points[0][1]}{way}"/>'


def _step(start: Place, end: Place) -> str:
    if start[1] == end[1]:
        return f" L{end[0]} {end[1]}"
    bend = (start[0] + end[0]) // 2
    return f" C{bend} {start[1]} {bend} {end[1]} {end[0]} {end[1]}"


def _label(arrow: Arrow) -> str:
    """Return what an arrow means, in the gap before its right end."""
    x, y = max(arrow.points)
    return f'<text class="label" x="{x - 12}" y="{y - 4}">{escape(_shortened(arrow.edge.label, LONGEST_LABEL))}</text>'


def _shortened(text: str, length: int) -> str:
    return text if len(text) <= length else f"{text[: length - 1]}…"
