"""Snapshots as files that a reviewer reads: one each, JSON for what is synthesized, text for what is drawn."""

from __future__ import annotations

from typing import Any

from syrupy.extensions.json import JSONSnapshotExtension
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from pytest_cdktf.readable import readable
from pytest_cdktf.stack import SynthesizedStack


class StackSnapshot(JSONSnapshotExtension):
    """One JSON file a snapshot: of a stack or of a part of its JSON."""

    def serialize(self, data: Any, **options: Any) -> str | bytes:
        """Return the text of the file."""
        json = data.json if isinstance(data, SynthesizedStack) else data
        return super().serialize(readable(json), **options)


class TextSnapshot(SingleFileSnapshotExtension):
    """One text file a snapshot."""

    file_extension = "txt"
    _write_mode = WriteMode.TEXT
