"""Secrets are compared by a digest under a key of this run: nothing of them is shown or kept, and no two runs agree."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from typing import Final

KEY: Final = secrets.token_bytes(32)
"""The key of this process; a program that is run elsewhere and digests its secrets itself is given it."""


def digest_of(value: object, key: bytes = KEY) -> str:
    """Return the digest of a JSON value: HMAC-SHA256 of its text with sorted keys, no spaces, 1.0 written as 1.

    A text that is a JSON object or list counts as that, however it is spaced.
    """
    text = json.dumps(_whole(_read(value)), sort_keys=True, separators=(",", ":"))
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def _read(value: object) -> object:
    if not isinstance(value, str) or value.lstrip()[:1] not in {"{", "["}:
        return value
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        return value


def _whole(value: object) -> object:
    if isinstance(value, dict):
        return {key: _whole(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_whole(item) for item in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value
