"""The only way out of the program's process: what is registered leaves at once, sealed, and is never taken back.

A frame is the length of its body (4 bytes, big-endian), the seal (HMAC-SHA-256 of the body under the run's key) and
the body: JSON of `[number, kind, content]`, numbered from 0. So bytes that a program writes to its open descriptors are
no frames. A program that digs in its own memory for the channel can send frames; it can register whatever it likes
anyway, and what was sent stays sent.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import socket
import struct
import threading
from typing import Any

HEAD = struct.Struct("!I")
SEAL_BYTES = 32


class Channel:
    """The program's end; safe to use from several threads.

    Args:
        descriptor: the open socket.
        key: the run's; it is not kept, only the state of the seal that is made from it.
    """

    def __init__(self, descriptor: int, key: bytes) -> None:
        os.set_inheritable(descriptor, False)
        self._socket = socket.socket(fileno=descriptor)
        self._seal = hmac.new(key, digestmod=hashlib.sha256)
        self._number = 0
        self._lock = threading.Lock()

    def send(self, kind: str, content: Any) -> None:
        """Send one message."""
        with self._lock:
            body = json.dumps([self._number, kind, content]).encode()
            seal = self._seal.copy()
            seal.update(body)
            self._socket.sendall(HEAD.pack(len(body)) + seal.digest() + body)
            self._number += 1
