"""Snapshots as files that a reviewer reads: one each, JSON for what is synthesized, text for what is drawn."""

import json
import re
from typing import Any

from syrupy.extensions.json import JSONSnapshotExtension
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from tests.support.synthesis import Json

POLICIES = {"policy", "assume_role_policy"}


class JsonFile(JSONSnapshotExtension):
    """One JSON file a snapshot."""


class TextFile(SingleFileSnapshotExtension):
    """One text file a snapshot."""

    file_extension = "txt"
    _write_mode = WriteMode.TEXT


def readable(value: Any) -> Any:
    """Show synthesized JSON to a reviewer.

    Policies become JSON instead of escaped strings, the framework's metadata goes, and the hash of the code package is
    masked (tests of the package pin it), so that a change of the handler alone changes no snapshot.
    """
    if isinstance(value, dict):
        return {key: _readable_attribute(key, inner) for key, inner in value.items() if key != "//"}
    if isinstance(value, list):
        return [readable(inner) for inner in value]
    return value


def _readable_attribute(name: str, value: Any) -> Json | str:
    if name in POLICIES:
        policy: Json = json.loads(value)
        return policy
    if name == "source_code_hash":
        return "<SHA-256 of the package, base64>"
    if name == "filename":
        return re.sub(r"[0-9a-f]{64}", "<SHA-256 of the package>", value)
    return readable(value)  # type: ignore[no-any-return]
