"""Snapshots as files that a reviewer reads: one each, JSON for what is synthesized, text for what is drawn."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from syrupy.extensions.json import JSONSnapshotExtension
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from pytest_cdktf.differences import differences
from pytest_cdktf.readable import readable
from pytest_cdktf.stack import SynthesizedStack


class StackSnapshot(JSONSnapshotExtension):
    """One JSON file a snapshot: of a stack or of a part of its JSON."""

    def serialize(self, data: Any, **options: Any) -> str | bytes:
        """Return the text of the file."""
        value = data.json if isinstance(data, SynthesizedStack) else data
        return super().serialize(readable(value), **options)

    def diff_lines(self, serialized_data: str | bytes, snapshot_data: str | bytes) -> Iterator[str]:
        """Yield what differs, one place a line: a diff of the two texts would show lines and not where they stand."""
        if snapshot_data:  # the text is empty where there is no snapshot yet
            yield from map(str, differences(json.loads(snapshot_data), json.loads(serialized_data)))


class TextSnapshot(SingleFileSnapshotExtension):
    """One text file a snapshot."""

    file_extension = "txt"
    _write_mode = WriteMode.TEXT
