"""Synthesized JSON as a reviewer reads it: without what changes from machine to machine or from commit to commit."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, Final

METADATA: Final = "//"
"""The key under which the framework keeps notes for itself."""

_DIGEST: Final = re.compile(r"(?<=/)(?:(?P<sha256>[0-9a-f]{64})|[0-9A-F]{32})(?=[/.]|\Z)")
"""In the path of an asset: the framework's own, or the SHA-256 of a package that is named by its content."""

_BASE64_DIGEST: Final = re.compile(r"[A-Za-z0-9+/]{43}=")
HASH_ATTRIBUTE: Final = "source_code_hash"


def readable(value: Any) -> Any:
    """Return synthesized JSON with what a reviewer cannot judge taken out.

    A text that is a JSON object or list, such as a policy, becomes one; the framework's metadata goes; the hash of an
    asset is masked, so that a change of code alone changes no snapshot; the current folder becomes `<folder>`.
    """
    if isinstance(value, dict):
        return {key: _attribute(key, inner) for key, inner in value.items() if key != METADATA}
    if isinstance(value, list):
        return [readable(inner) for inner in value]
    return _text(value) if isinstance(value, str) else value


def _attribute(name: str, value: Any) -> Any:
    if name == HASH_ATTRIBUTE and isinstance(value, str) and _BASE64_DIGEST.fullmatch(value):
        return "<SHA-256 of the package, base64>"
    return readable(value)


def _text(value: str) -> Any:
    if (parsed := parse_json(value)) is not None:
        return readable(parsed)
    if value.startswith("assets/"):
        return _DIGEST.sub(lambda found: f"<{'SHA-256 of the package' if found['sha256'] else 'hash'}>", value)
    folder = str(Path.cwd())
    return f"<folder>{value[len(folder) :]}" if value == folder or value.startswith(f"{folder}/") else value


def parse_json(text: str) -> Any:
    """Return the object or the list that a text is in JSON; None where it is neither."""
    if not text.lstrip().startswith(("{", "[")):
        return None
    try:
        return json.loads(text)
    except ValueError:
        return None
