"""The picture of the house: the import table, drawn as Mermaid flowcharts, one of the packages and one inside each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from docs.import_table import Rows, room_of

BEGIN: Final = "<!-- drawn from docs/imports.toml by `make reference` -->\n"
END: Final = "<!-- end of what is drawn -->\n"

Arrow = tuple[str, str]


def draw_into(document: str, rows: Rows) -> str:
    """Return a document with the pictures between its two marks drawn anew.

    Raises:
        ValueError: the document lacks a mark.
    """
    before, begin, rest = document.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"the document lacks the line {(END if begin else BEGIN).strip()}")
    return before + begin + draw(rows) + end + after


def draw(rows: Rows) -> str:
    """Return the pictures: the packages, then the rooms of each package that has several."""
    arrows = list(_arrows(rows))
    packages = list(dict.fromkeys(_package(room) for room in rows))
    between = {(_package(start), _package(end)) for start, end in arrows}
    pictures = [
        f"### Between the packages\n\n{_flowchart(packages, {arrow for arrow in between if arrow[0] != arrow[1]})}"
    ]
    for package in packages:
        rooms = [room for room in rows if _package(room) == package]
        if len(rooms) > 1:
            inside = {arrow for arrow in arrows if {_package(end) for end in arrow} == {package}}
            pictures.append(f"### Inside `{package}`\n\n{_flowchart(rooms, inside)}")
    return "\n" + "\n".join(pictures) + "\n"


def _arrows(rows: Rows) -> Iterator[Arrow]:
    for room, row in rows.items():
        for entry in row.imports:
            target = room_of(entry, rows)
            if target:
                yield room, target


def _package(room: str) -> str:
    return room.split(".")[0]


def _flowchart(rooms: list[str], arrows: set[Arrow]) -> str:
    number = {room: f"r{index}" for index, room in enumerate(rooms)}
    nodes = [f'    {number[room]}["{room}"]' for room in rooms]
    lines = [f"    {number[start]} --> {number[end]}" for start, end in sorted(arrows)]
    return "\n".join(["```mermaid", "flowchart TD", *nodes, *lines, "```\n"])
