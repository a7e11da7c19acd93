"""Runs invocations of one function in a process that stays, as Lambda keeps a warm sandbox between calls."""

import json
import queue
import tempfile
import time
import uuid
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType

from tap_emulator.invocation import Credentials, Function, Invocation, Line, trace_header
from tap_emulator.runtime.course import INIT_SECONDS
from tap_emulator.runtime.function_output import FunctionOutput
from tap_emulator.runtime.runtime_api import Answered, Began, Exited
from tap_emulator.runtime.runtime_client import Host, runtime_client
from tap_emulator.runtime.warm_api import WarmApi


class _Process:
    """One process of the function, from ``start`` to ``end``."""

    def __init__(self, initial: Invocation, timeout: int) -> None:
        self.api = WarmApi(initial, timeout)
        self._things = ExitStack()
        self.is_fresh = True

    def start(self, host: Host, function: Function, credentials: Credentials, show: Callable[[Line], None]) -> None:
        """Unpack the package and start the runtime client on it."""
        work = self._things.enter_context(tempfile.TemporaryDirectory(prefix="warm-", ignore_cleanup_errors=True))
        self._things.enter_context(self.api)
        output = self._things.enter_context(FunctionOutput(show))
        self._things.enter_context(runtime_client(host, function, credentials, self.api, output, Path(work)))

    def end(self) -> None:
        """End the process and all that it started."""
        self.api.stop()
        self._things.close()


class WarmFunction:
    """A function whose process is started by its first call, and anew after a call that ended it.

    Args:
        host: what it runs on.
        function: what is run.
        credentials: what it signs with.
        show: takes each line that it logs or prints.
    """

    def __init__(self, host: Host, function: Function, credentials: Credentials, show: Callable[[Line], None]) -> None:
        self._host, self._function, self._credentials, self._show = host, function, credentials, show
        self._process: _Process | None = None

    def __enter__(self) -> "WarmFunction":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def call(self, event: bytes) -> Answered:
        """Invoke the function; return what its handler returned, or the error in Lambda's shape.

        One call at a time: who calls waits for the one before.
        """
        invocation = self._invocation(event)
        process = self._process or self._start(invocation)
        process.api.offer(invocation)
        timeout = self._function.timeout
        deadline = time.monotonic() + timeout + (INIT_SECONDS if process.is_fresh else 0)
        process.is_fresh = False
        while True:
            try:
                step = process.api.steps.get(timeout=max(0.0, deadline - time.monotonic()))
            except queue.Empty:
                self._end()
                return _error("Sandbox.Timedout", f"Task timed out after {timeout:.2f} seconds")
            match step:
                case Began(moment):
                    deadline = moment + timeout
                case Answered():
                    return step
                case Exited():
                    self._end()
                    return _error("Runtime.ExitError", "Runtime exited without providing a reason")
                case _:
                    continue

    def _start(self, invocation: Invocation) -> _Process:
        self._process = _Process(invocation, self._function.timeout)
        self._process.start(self._host, self._function, self._credentials, self._show)
        return self._process

    def _end(self) -> None:
        if self._process:
            self._process.end()
        self._process = None

    def _invocation(self, event: bytes) -> Invocation:
        function = self._function
        return Invocation(
            request_id=str(uuid.uuid4()),
            function_arn=f"arn:aws:lambda:{function.region}:123456789012:function:{function.name}",
            event=event,
            trace=trace_header(None, sampled=function.traced),
            log_stream=f"[{function.version}]{uuid.uuid4().hex}",
        )


def _error(kind: str, message: str) -> Answered:
    return Answered(json.dumps({"errorType": kind, "errorMessage": message}).encode(), kind)
