"""What came out of a program's process, as far as its seals hold."""

from __future__ import annotations

import hashlib
import hmac
import json
import struct
from dataclasses import dataclass, field
from typing import Any, Final

HEAD: Final = struct.Struct("!I")
SEAL_BYTES: Final = 32
LARGEST: Final = 512 * 2**20
"""Bytes of all messages of a run; 10,000 resources have some 20 MB."""


class BrokenSealError(Exception):
    """The process wrote something that is no message."""


@dataclass
class Answer:
    """All that a run registered so far; `ended` says that it told its end, `fault` why it did not get there."""

    resources: dict[str, dict[str, Any]] = field(default_factory=dict)
    data_sources: dict[str, dict[str, Any]] = field(default_factory=dict)
    exports: dict[str, Any] = field(default_factory=dict)
    reach: dict[str, Any] = field(default_factory=dict)
    end: dict[str, Any] = field(default_factory=dict)
    fault: str = ""
    needs_lenience: bool = False
    missing: list[str] = field(default_factory=list)
    """Files outside of its folder that a program which failed looked for in vain."""
    ended: bool = False

    def take(self, kind: str, content: dict[str, Any]) -> None:
        """Add a message; what is registered once stays as it is.

        Raises:
            BrokenSealError: it is none that a run sends.
        """
        try:
            self._take(kind, content)
        except (KeyError, TypeError):
            raise BrokenSealError(kind) from None

    def _take(self, kind: str, content: dict[str, Any]) -> None:
        if kind == "resource":
            self.resources.setdefault(content["urn"], content)
        elif kind == "data source":
            self.data_sources.setdefault(content["urn"], content)
        elif kind == "outputs" and content["urn"] in self.resources:
            self.resources[content["urn"]]["outputs"] = content["outputs"]
        elif kind == "outputs":
            self.exports = content["outputs"]
        elif kind == "reach":
            self.reach = content
        elif kind == "done":
            self.end, self.ended = content, True
        elif kind == "fault":
            self.fault, self.needs_lenience = content["text"], content["needs_lenience"]
            self.missing, self.ended = content["missing"], True
        else:
            raise BrokenSealError(kind)


class Reader:
    """Takes the bytes of the channel apart; see `runner/channel.py` for their form."""

    def __init__(self, key: bytes) -> None:
        self.answer = Answer()
        self._key = key
        self._held = bytearray()
        self._number = 0
        self._size = 0

    def feed(self, received: bytes) -> None:
        """Take bytes in the order in which they came; none after the end.

        Raises:
            BrokenSealError: they are no messages of this run, or more than a run has.
        """
        self._held += received
        self._size += len(received)
        if self._size > LARGEST:
            raise BrokenSealError("too long")
        start = 0
        while not self.answer.ended and len(self._held) - start >= HEAD.size + SEAL_BYTES:
            (length,) = HEAD.unpack_from(self._held, start)
            body = start + HEAD.size + SEAL_BYTES
            if length > LARGEST:
                raise BrokenSealError("too long")
            if len(self._held) < body + length:
                break
            self._message(bytes(self._held[start + HEAD.size : body]), bytes(self._held[body : body + length]))
            start = body + length
        del self._held[:start]

    def _message(self, seal: bytes, body: bytes) -> None:
        if not hmac.compare_digest(seal, hmac.digest(self._key, body, hashlib.sha256)):
            raise BrokenSealError("seal")
        number, kind, content = json.loads(body)
        if number != self._number:
            raise BrokenSealError("number")
        self._number += 1
        self.answer.take(kind, content)
