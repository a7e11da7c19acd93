"""Stand-ins for the values that only a deployment knows.

A string that AWS would make up becomes a token: an opaque, repeatable word that survives formatting, joining and JSON,
and that the table turns back into (resource, attribute). What cannot be a word (numbers, maps) stays unknown.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Mapping, Sequence
from typing import Any, Final, get_args, get_origin

import pulumi
from pulumi import _types
from pulumi.runtime import rpc

from .annotations import UNIONS, return_hints

ARN_PIECES: Final = 6
"""arn, partition, service, region, account, resource."""
ITEMS: Final = 3
"""Texts in a list that only AWS can tell: as many as a program commonly takes by number, and more than it means when it
takes the first. All of them together stand for the whole list."""
DEEPEST: Final = 4
"""Levels of nested objects that are followed; deeper ones are unknown."""

_LISTS: Final = (list, Sequence)


class Symbols:
    """The tokens made so far; safe to use from several threads, as the runtime's monitor is."""

    def __init__(self) -> None:
        self._table: dict[str, tuple[str, str]] = {}
        self._lock = threading.Lock()

    @property
    def table(self) -> Mapping[str, tuple[str, str]]:
        """Return (URN, attribute) by token."""
        return self._table

    def token(self, urn: str, attribute: str) -> str:
        """Return the text that stands for an attribute: the same one in every run, in lower case.

        That of an ARN has an ARN's colons, since programs take ARNs apart there; `arn[4]` is what lies behind the
        fourth.
        """
        if not attribute.lower().endswith("arn"):
            return self._word(urn, attribute)
        pieces = [self._word(urn, f"{attribute}[{index}]") for index in range(1, ARN_PIECES)]
        return self._enter(":".join(("arn", *pieces)), urn, attribute)

    def _word(self, urn: str, attribute: str) -> str:
        digest = hashlib.sha256(f"{urn}\n{attribute}".encode()).hexdigest()
        return self._enter(f"${{{digest[:20]}}}", urn, attribute)

    def _enter(self, token: str, urn: str, attribute: str) -> str:
        with self._lock:
            self._table[token] = (urn, attribute)
        return token

    def outputs(self, cls: type, urn: str) -> dict[str, Any]:
        """Return a value for each output that the class declares and always has; optional ones are left out."""
        hints = return_hints(cls)
        return {
            name: self._value(_declared(hint), urn, name, 0)
            for name, hint in hints.items()
            if name not in {"id", "urn"} and not _optional(_declared(hint))
        }

    def _value(self, hint: Any, urn: str, path: str, depth: int) -> Any:
        hint = _types.unwrap_type(hint)
        origin, inside = get_origin(hint), get_args(hint)
        if hint is str or (origin in UNIONS and str in inside):
            return self.token(urn, path)
        if isinstance(hint, type) and _types.is_output_type(hint) and depth < DEEPEST:
            return self._object(hint, urn, path, depth + 1)
        if origin in _LISTS:
            items = [self._value(inside[0], urn, f"{path}[{index}]", depth + 1) for index in range(ITEMS)]
            if rpc.UNKNOWN in items:
                return rpc.UNKNOWN
            return items if isinstance(items[0], str) else items[:1]
        return rpc.UNKNOWN

    def _object(self, cls: type, urn: str, path: str, depth: int) -> dict[str, Any]:
        """Fill a computed object: its strings even where optional, since a missing one would print as "None"."""
        filled = {}
        for name, hint in return_hints(cls).items():
            if not _optional(hint) or _types.unwrap_type(hint) is str:
                filled[name] = self._value(hint, urn, f"{path}.{name}", depth)
        return filled


def _declared(hint: Any) -> Any:
    """Take `Output[...]` away."""
    return get_args(hint)[0] if get_origin(hint) is pulumi.Output else hint


def _optional(hint: Any) -> bool:
    return type(None) in get_args(hint)
