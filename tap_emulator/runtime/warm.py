"""Runs invocations of one function in a process that stays, as Lambda keeps a warm sandbox between calls."""

import json
import queue
import tempfile
import threading
import time
import uuid
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType

from tap_emulator.invocation import Credentials, Function, Invocation, Line
from tap_emulator.runtime.folders import unpack
from tap_emulator.runtime.function_output import FunctionOutput
from tap_emulator.runtime.function_process import function_process
from tap_emulator.runtime.function_variables import function_variables
from tap_emulator.runtime.runtime_api import Answered, Began, Exited
from tap_emulator.runtime.warm_api import WarmApi

_INIT_SECONDS = 10.0  # Lambda's own limit for loading a handler


class _Process:
    """One process of the function, from ``start`` to ``end``."""

    def __init__(self, initial: Invocation, timeout: int) -> None:
        self.api = WarmApi(initial, timeout)
        self._things = ExitStack()
        self.is_fresh = True

    def start(
        self,
        python: Path,
        function: Function,
        credentials: Credentials,
        endpoint: str,
        lifeline: int,
        show: Callable[[Line], None],
    ) -> None:
        """Unpack the package and start the runtime client on it."""
        work = self._things.enter_context(tempfile.TemporaryDirectory(prefix="warm-", ignore_cleanup_errors=True))
        self._things.enter_context(self.api)
        output = self._things.enter_context(FunctionOutput(show))
        folders = unpack(function, Path(work))
        variables = function_variables(function, self.api.invocation, credentials, folders, endpoint) | {
            "AWS_LAMBDA_RUNTIME_API": self.api.address,
            "_LAMBDA_TELEMETRY_LOG_FD": str(output.framed),
        }
        process = self._things.enter_context(function_process(python, folders, variables, output, lifeline))
        threading.Thread(target=lambda: self.api.steps.put(Exited(process.wait())), daemon=True).start()

    def end(self) -> None:
        """End the process and all that it started."""
        self.api.stop()
        self._things.close()


class WarmFunction:
    """A function whose process is started by its first call, and anew after a call that ended it.

    Args:
        python: runs the code.
        function: what is run.
        credentials: what it signs with.
        endpoint: the AWS that it talks to.
        lifeline: the reading end of a pipe; its end ends everything.
        show: takes each line that it logs or prints.
    """

    def __init__(
        self,
        python: Path,
        function: Function,
        credentials: Credentials,
        endpoint: str,
        lifeline: int,
        show: Callable[[Line], None],
    ) -> None:
        self._python, self._function, self._show = python, function, show
        self._credentials, self._endpoint, self._lifeline = credentials, endpoint, lifeline
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
        deadline = time.monotonic() + timeout + (_INIT_SECONDS if process.is_fresh else 0)
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
        self._process.start(self._python, self._function, self._credentials, self._endpoint, self._lifeline, self._show)
        return self._process

    def _end(self) -> None:
        if self._process:
            self._process.end()
        self._process = None

    def _invocation(self, event: bytes) -> Invocation:
        root = f"1-{int(time.time()):08x}-{uuid.uuid4().hex[:24]}"
        function = self._function
        return Invocation(
            request_id=str(uuid.uuid4()),
            function_arn=f"arn:aws:lambda:{function.region}:123456789012:function:{function.name}",
            event=event,
            trace=f"Root={root};Parent={uuid.uuid4().hex[:16]};Sampled={int(function.traced)}",
            log_stream=f"[{function.version}]{uuid.uuid4().hex}",
        )


def _error(kind: str, message: str) -> Answered:
    return Answered(json.dumps({"errorType": kind, "errorMessage": message}).encode(), kind)
