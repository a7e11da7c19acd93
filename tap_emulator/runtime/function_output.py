"""Collects what a function's process writes, as log events with their times.

There are two ways out of it, as on AWS. What the runtime client logs comes framed through a pipe of its own, so that
a message of many lines stays one event and keeps the time at which it was logged. What the code prints comes line by
line.

A frame is 4 bytes of type, 4 of length, 8 of time in microseconds since 1970, all big-endian, then the message.
"""

import os
import struct
import threading
import time
from collections.abc import Callable
from types import TracebackType
from typing import BinaryIO

from tap_emulator.invocation import Line

_FRAME = struct.Struct(">IIQ")
_DRAIN_SECONDS = 2.0


class FunctionOutput:
    """Reads both pipes from ``__enter__`` to ``close``; ``printed`` and ``framed`` are the ends for the process.

    Each line goes to ``show`` as it comes, where one is given; else it is kept for ``lines``.
    """

    def __init__(self, show: Callable[[Line], None] | None = None) -> None:
        self._lines: list[Line] = []
        self._take = show or self._lines.append
        printed, self.printed = os.pipe()
        framed, self.framed = os.pipe()
        self._readers = [
            threading.Thread(target=self._read_printed, args=[os.fdopen(printed, "rb")], daemon=True),
            threading.Thread(target=self._read_framed, args=[os.fdopen(framed, "rb")], daemon=True),
        ]

    def __enter__(self) -> "FunctionOutput":
        for reader in self._readers:
            reader.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()

    def release(self) -> None:
        """Close this process's copies of the writing ends, so that reading stops when the function's process does."""
        for end in {self.printed, self.framed} - {-1}:
            os.close(end)
        self.printed = self.framed = -1

    def lines(self) -> tuple[Line, ...]:
        """Return all that was written, in the order of time, once the process is gone.

        A process that the function left behind may hold a pipe open: it is waited for no longer than two seconds.
        """
        for reader in self._readers:
            reader.join(_DRAIN_SECONDS)
        return tuple(sorted(self._lines, key=lambda line: line.time))

    def _read_printed(self, stream: BinaryIO) -> None:
        with stream:
            for raw in stream:
                self._add(time.time_ns() // 1_000_000, raw)

    def _read_framed(self, stream: BinaryIO) -> None:
        with stream:
            while len(header := stream.read(_FRAME.size)) == _FRAME.size:
                _, length, microseconds = _FRAME.unpack(header)
                self._add(microseconds // 1000, stream.read(length))

    def _add(self, milliseconds: int, raw: bytes) -> None:
        message = raw.decode(errors="replace").rstrip("\r\n")
        if message:
            self._take(Line(milliseconds, message))
