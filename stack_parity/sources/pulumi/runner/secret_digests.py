"""Secrets leave this process as digests under a key of the comparison's run.

The same computation as `stack_parity.model.digest`, with which this folder shares no import; a test holds the two
together.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from typing import Any

from pulumi.runtime import rpc

_TOKEN = re.compile(r"\$\{[0-9a-f]{20}\}", re.IGNORECASE)


class SecretDigests:
    """Puts digests in the place of secrets.

    A digest is `open` where the value holds what is not known here: what only a deployment knows, or a setting that is
    encrypted. Equal ones are of equal values, and others need not differ.

    Args:
        key: of the comparison's run.
        encrypted: the words that stand for settings whose value is encrypted.
    """

    def __init__(self, key: bytes, encrypted: str) -> None:
        self._key = key
        self._encrypted = encrypted

    def without_secrets(self, value: Any) -> Any:
        """Return JSON of the wire with each secret's value left out."""
        if isinstance(value, list):
            return [self.without_secrets(item) for item in value]
        if not isinstance(value, dict):
            return value
        if value.get(rpc._special_sig_key) == rpc._special_secret_sig:
            return {rpc._special_sig_key: rpc._special_secret_sig, **self._digest(_plain(value.get("value")))}
        return {key: self.without_secrets(item) for key, item in value.items()}

    def _digest(self, value: Any) -> dict[str, Any]:
        text = json.dumps(_plain(_read(value)), sort_keys=True, separators=(",", ":"))
        digest = hmac.new(self._key, text.encode(), hashlib.sha256).hexdigest()
        is_open = _TOKEN.search(text) or rpc.UNKNOWN in text or self._encrypted in text
        return {"digest": digest, "open": bool(is_open)}


def _read(value: Any) -> Any:
    """Return a text that is a JSON object or list as that."""
    if not isinstance(value, str) or value.lstrip()[:1] not in {"{", "["}:
        return value
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        return value


def _plain(value: Any) -> Any:
    """Return a value with the secrets in it laid open, and 1.0 as 1."""
    if isinstance(value, dict):
        if value.get(rpc._special_sig_key) == rpc._special_secret_sig:
            return _plain(value.get("value"))
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value
