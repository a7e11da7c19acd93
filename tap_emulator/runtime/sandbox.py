"""Runs invocations of deployed functions, each in a process and in folders of its own.

Every invocation is a cold start: the zip is unpacked into a folder that lives as long as the call, AWS's runtime
interface client is started on it with the variables that Lambda sets, and all of its processes are killed afterwards.
"""

import os
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import TracebackType

from tap_emulator.invocation import Credentials, Function, Invocation, Outcome
from tap_emulator.runtime import platform_lines
from tap_emulator.runtime.course import follow
from tap_emulator.runtime.function_output import FunctionOutput
from tap_emulator.runtime.function_process import peak_memory_mb
from tap_emulator.runtime.keeper import adopt_orphans, end_children
from tap_emulator.runtime.runtime_api import RuntimeApi
from tap_emulator.runtime.runtime_client import Host, runtime_client

_STOP_SECONDS = 5.0


class Sandbox:
    """Where functions run, from ``__enter__`` to ``__exit__``: what still runs at the end is ended.

    ``python`` runs the code, and ``endpoint``, the emulator's URL, is the AWS that it talks to.
    """

    def __init__(self, python: Path, endpoint: str) -> None:
        self._python = python
        self._endpoint = endpoint
        self._running = 0
        self._change = threading.Condition()

    def __enter__(self) -> "Sandbox":
        self._scratch = tempfile.TemporaryDirectory(prefix="emulator-", ignore_cleanup_errors=True)
        self._lifeline, self._held = os.pipe()
        adopt_orphans()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        os.close(self._held)
        with self._change:
            self._change.wait_for(lambda: self._running == 0, _STOP_SECONDS)
        end_children()
        self._scratch.cleanup()

    def run(self, function: Function, invocation: Invocation, credentials: Credentials) -> Outcome:
        """Run the function on the event, for at most its timeout, and return what came of it."""
        with (
            self._counted(),
            tempfile.TemporaryDirectory(dir=self._scratch.name, ignore_cleanup_errors=True) as work,
            RuntimeApi(invocation, function.timeout) as api,
            FunctionOutput() as output,
        ):
            host = Host(self._python, self._endpoint, self._lifeline)
            with runtime_client(host, function, credentials, api, output, Path(work)) as process:
                course = follow(api.steps, function.timeout)
                memory = peak_memory_mb(process.pid)
            outcome = course.outcome(function, invocation, memory, output.lines())
        return replace(outcome, lines=tuple(platform_lines.around(function, invocation, outcome)))

    @contextmanager
    def _counted(self) -> Iterator[None]:
        with self._change:
            self._running += 1
        try:
            yield
        finally:
            with self._change:
                self._running -= 1
                self._change.notify_all()
