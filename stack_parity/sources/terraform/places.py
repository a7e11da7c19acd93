"""Where each resource of a configuration comes from: the program's own line where CDKTF tells it, else the JSON's."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from stack_parity.model.program import Place

_KEY: Final = re.compile(r'(\s*)("(?:[^"\\]|\\.)*"): ?\{')
"""A line that opens an object: its indentation, and its key as JSON."""
_FRAME: Final = re.compile(r"(?:^|\()((?:/|[A-Za-z]:\\)[^():]+):(\d{1,9})(?::\d+)?\)?$")
"""A frame of a stack trace as Node writes it: `new Shop (/app/shop.ts:12:5)`."""
_FRAMEWORK: Final = ("node_modules", "jsii")
"""What the paths of frames hold that are not the program's own."""


class Places:
    """The places of one file's resources."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._lines = _resource_lines(file)

    def of(self, address: str, body: Mapping[str, object]) -> Place:
        """Return the place of a resource."""
        return _traced(body) or Place(str(self.file), self._lines.get(address))


def _traced(body: Mapping[str, object]) -> Place | None:
    """Return the innermost frame of the program's own in the trace that CDKTF keeps when it is asked to."""
    comment = body.get("//")
    metadata = comment.get("metadata") if isinstance(comment, dict) else None
    trace = metadata.get("stackTrace") if isinstance(metadata, dict) else None
    for frame in trace if isinstance(trace, list) else []:
        found = _FRAME.search(str(frame))
        if found and not any(word in found[1] for word in _FRAMEWORK):
            return Place(found[1], int(found[2]))
    return None


def _resource_lines(file: Path) -> dict[str, int]:
    """Return the line of each resource by its address; empty where the file is not written a line for each key."""
    try:
        text = file.read_text("utf-8") if file.is_file() else ""
    except (OSError, UnicodeDecodeError):
        return {}
    found: dict[str, int] = {}
    path: list[tuple[int, str]] = []
    for number, line in enumerate(text.splitlines(), 1):
        opened = _KEY.match(line)
        if opened is None:
            continue
        depth = len(opened[1])
        while path and path[-1][0] >= depth:
            path.pop()
        path.append((depth, opened[2]))
        if len(path) == 3 and path[0][1] == '"resource"':
            found.setdefault(".".join(json.loads(key) for _, key in path[1:]), number)
    return found
