"""The steps of a deployment: each is shown as it ends, with its time; a failure says in which one it happened."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class Steps:
    """What was done and how long it took.

    Attributes:
        show: called when a step has ended, with its title and its seconds.
        announce: called when a step begins, with its title; what it returns is ignored.
        current: the step under way, or the last one.
    """

    show: Callable[[str, float], None]
    announce: Callable[[str], object] = str
    current: str = ""
    _start: float = field(default_factory=time.monotonic)

    @contextmanager
    def step(self, title: str) -> Iterator[None]:
        """Frame one step."""
        self.begin(title)
        yield
        self.end()

    def begin(self, title: str) -> None:
        """Begin a step."""
        self._begin(title, time.monotonic())

    def end(self) -> None:
        """End the step under way."""
        self.show(self.current, time.monotonic() - self._start)

    def next(self, title: str, *, ago: float = 0.0) -> None:
        """End the step under way and begin another.

        Args:
            title: the other's.
            ago: seconds since that happened.
        """
        now = time.monotonic() - ago
        self.show(self.current, now - self._start)
        self._begin(title, now)

    def _begin(self, title: str, start: float) -> None:
        self.current, self._start = title, start
        self.announce(title)
