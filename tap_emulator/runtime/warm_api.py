"""The Lambda Runtime API for one process that answers many invocations, one after the other."""

import queue

from tap_emulator.invocation import Invocation
from tap_emulator.runtime.runtime_api import RuntimeApi


class WarmApi(RuntimeApi):
    """Serves invocations from ``__enter__`` to ``__exit__``, each when it is offered."""

    def __init__(self, initial: Invocation, timeout: int) -> None:
        super().__init__(initial, timeout)
        self._offered: queue.SimpleQueue[Invocation | None] = queue.SimpleQueue()

    def offer(self, invocation: Invocation) -> None:
        """Give the runtime its next invocation; what is left of the steps of the one before is forgotten."""
        while not self.steps.empty():
            self.steps.get()
        self._offered.put(invocation)

    def take(self) -> bool:
        """Wait for the next invocation; return False when there will be none."""
        invocation = self._offered.get()
        if invocation is None:
            return False
        self.invocation = invocation
        return True

    def stop(self) -> None:
        """Let the runtime wait no longer."""
        self._offered.put(None)
