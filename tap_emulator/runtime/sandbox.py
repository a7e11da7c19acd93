"""Runs one invocation of a deployed function in a process of its own, and ends that process.

Every invocation is a cold start: the zip is unpacked into a folder that lives as long as the call, AWS's runtime
interface client is started on it with the variables that Lambda sets, and all of its processes are killed afterwards.
"""

import io
import json
import os
import queue
import signal
import subprocess
import tempfile
import threading
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from tap_emulator import environment
from tap_emulator.runtime.function_output import FunctionOutput
from tap_emulator.runtime.invocation import Credentials, Function, Invocation, Outcome, Status
from tap_emulator.runtime.runtime_api import Answered, Began, Exited, Idle, RuntimeApi

_BOOTSTRAP = Path(__file__).with_name("bootstrap.py")
_INIT_SECONDS = 10.0  # Lambda's own limit for loading a handler; what is beyond it counts against the timeout
_IDLE_SECONDS = 2.0  # how long a runtime that has answered may take to come back for more
_STOP_SECONDS = 5.0
_NO_ESCAPE = ("AWS_ENDPOINT_URL", "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "AWS_PROFILE")


class Sandbox:
    """Where functions run, from ``__enter__`` to ``__exit__``: what still runs at the end is ended.

    ``python`` runs the code, and ``endpoint``, the emulator's URL, is the AWS that it sees.
    """

    def __init__(self, python: Path, endpoint: str) -> None:
        self._python = python
        self._endpoint = endpoint
        self._running = 0
        self._change = threading.Condition()

    def __enter__(self) -> "Sandbox":
        self._scratch = tempfile.TemporaryDirectory(prefix="emulator-", ignore_cleanup_errors=True)
        # Every process of a function watches the reading end: it sees the emulator's end, whatever that was.
        self._lifeline, self._held = os.pipe()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        os.close(self._held)
        with self._change:
            self._change.wait_for(lambda: self._running == 0, _STOP_SECONDS)
        self._scratch.cleanup()

    def run(self, function: Function, invocation: Invocation, credentials: Credentials) -> Outcome:
        """Run the function on the event, for at most its timeout, and return what came of it."""
        with (
            self._counted(),
            tempfile.TemporaryDirectory(dir=self._scratch.name, ignore_cleanup_errors=True) as work,
            RuntimeApi(invocation, function.timeout) as api,
            FunctionOutput() as output,
        ):
            folders = _unpacked(Path(work), function)
            variables = self._variables(function, invocation, credentials, folders) | {
                "AWS_LAMBDA_RUNTIME_API": api.address,
                "_LAMBDA_TELEMETRY_LOG_FD": str(output.framed),
            }
            with self._process(folders, variables, output) as process:
                course = _followed(api, function.timeout, process)
            return course.outcome(function, invocation, output)

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

    def _variables(
        self, function: Function, invocation: Invocation, credentials: Credentials, folders: "_Folders"
    ) -> dict[str, str]:
        """Return the whole environment: defaults, then the deployed variables, then what Lambda reserves.

        Reserved names: "Defined runtime environment variables" in the Lambda developer guide. The deployed variables
        may not send an SDK elsewhere: nothing that runs here reaches real AWS by an endpoint or a profile.
        """
        defaults = {"LANG": "en_US.UTF-8", "TZ": ":UTC", "PATH": os.defpath, "PYTHONDONTWRITEBYTECODE": "1"}
        own = {name: value for name, value in function.variables.items() if not name.startswith(_NO_ESCAPE)}
        logging = {
            "AWS_LAMBDA_LOG_GROUP_NAME": function.logging.group,
            "AWS_LAMBDA_LOG_STREAM_NAME": invocation.log_stream,
            "AWS_LAMBDA_LOG_FORMAT": function.logging.format,
        }
        if function.logging.application_level is not None:
            logging["AWS_LAMBDA_LOG_LEVEL"] = function.logging.application_level
        return (
            defaults
            | own
            | environment.without_aws({})
            | environment.bypassing_proxies(own)
            | logging
            | {
                "HOME": str(folders.temporary),
                "TMPDIR": str(folders.temporary),
                "AWS_ENDPOINT_URL": self._endpoint,
                "AWS_ACCESS_KEY_ID": credentials.access_key_id,
                "AWS_SECRET_ACCESS_KEY": credentials.secret_access_key,
                "AWS_SESSION_TOKEN": credentials.session_token,
                "AWS_REGION": function.region,
                "AWS_DEFAULT_REGION": function.region,
                "AWS_EXECUTION_ENV": f"AWS_Lambda_{function.runtime}",
                "AWS_LAMBDA_FUNCTION_NAME": function.name,
                "AWS_LAMBDA_FUNCTION_VERSION": function.version,
                "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(function.memory_mb),
                "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
                "AWS_XRAY_CONTEXT_MISSING": "LOG_ERROR",
                "LAMBDA_TASK_ROOT": str(folders.task),
                "_HANDLER": function.handler,
            }
        )

    @contextmanager
    def _process(
        self, folders: "_Folders", variables: dict[str, str], output: FunctionOutput
    ) -> Iterator[subprocess.Popen[bytes]]:
        """Start the runtime as the leader of a group of its own; kill the whole group at the end."""
        try:
            process = subprocess.Popen(
                [self._python, "-s", _BOOTSTRAP, folders.layers, str(self._lifeline)],
                cwd=folders.task,
                env=variables,
                stdin=subprocess.DEVNULL,
                stdout=output.printed,
                stderr=subprocess.STDOUT,
                pass_fds=[self._lifeline, output.framed],
                start_new_session=True,
            )
        finally:
            output.release()
        try:
            yield process
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


@dataclass(frozen=True)
class _Folders:
    task: Path
    layers: Path
    temporary: Path


@dataclass
class _Course:
    """How an invocation went: moments in seconds of the monotonic clock, ``None`` where it did not come that far."""

    started: float
    began: float | None = None
    ended: float | None = None
    answer: Answered | None = None
    exit_code: int | None = None
    peak_memory_mb: int | None = None

    def outcome(self, function: Function, invocation: Invocation, output: FunctionOutput) -> Outcome:
        """Return the outcome, with the error shapes that Lambda gives to what ended without an answer."""
        now = time.monotonic()
        ended = now if self.ended is None else self.ended
        began = ended if self.began is None else self.began
        status, error_type, payload = self._verdict(function, invocation)
        return Outcome(
            status=status,
            payload=payload,
            began=int((time.time() - (now - began)) * 1000),
            init_ms=(began - self.started) * 1000,
            duration_ms=(ended - began) * 1000,
            peak_memory_mb=self.peak_memory_mb,
            lines=output.lines(),
            error_type=error_type,
        )

    def _verdict(self, function: Function, invocation: Invocation) -> tuple[Status, str | None, bytes]:
        if self.answer is not None:
            status = Status.SUCCESS if self.answer.error_type is None else Status.ERROR
            return status, self.answer.error_type, self.answer.payload
        if self.exit_code is None:
            status, error_type = Status.TIMEOUT, "Sandbox.Timedout"
            reason = f"Task timed out after {function.timeout:.2f} seconds"
        else:
            status, error_type = Status.ERROR, "Runtime.ExitError"
            reason = _exit_reason(self.exit_code)
        error = {"errorType": error_type, "errorMessage": f"RequestId: {invocation.request_id} Error: {reason}"}
        return status, error_type, json.dumps(error).encode()


def _followed(api: RuntimeApi, timeout: int, process: subprocess.Popen[bytes]) -> _Course:
    """Follow the runtime until it is done, gone, or out of time."""
    threading.Thread(target=lambda: api.steps.put(Exited(process.wait())), daemon=True).start()
    course = _Course(started=time.monotonic())
    deadline = course.started + _INIT_SECONDS + timeout
    with suppress(queue.Empty):
        while True:
            step = api.steps.get(timeout=max(0.0, deadline - time.monotonic()))
            now = time.monotonic()
            match step:
                case Began():
                    course.began, deadline = now, now + timeout
                case Answered():
                    course.answer, course.ended, deadline = step, now, now + _IDLE_SECONDS
                case Exited(code):
                    course.exit_code = code
                    break
                case Idle():
                    break
    course.peak_memory_mb = _peak_memory_mb(process.pid)
    return course


def _unpacked(work: Path, function: Function) -> _Folders:
    folders = _Folders(work / "task", work / "layers", work / "tmp")
    for folder in (folders.task, folders.layers, folders.temporary):
        folder.mkdir()
    for archive, folder in [(function.code, folders.task), *((layer, folders.layers) for layer in function.layers)]:
        with zipfile.ZipFile(io.BytesIO(archive)) as package:
            package.extractall(folder)
    return folders


def _exit_reason(code: int) -> str:
    if code == 0:
        return "Runtime exited without providing a reason"
    if code > 0:
        return f"Runtime exited with error: exit status {code}"
    return f"Runtime exited with error: signal: {str(signal.strsignal(-code)).lower()}"


def _peak_memory_mb(process_id: int) -> int | None:
    """Return the most memory that the process has held, where the kernel tells it (Linux)."""
    try:
        status = Path(f"/proc/{process_id}/status").read_text(encoding="ascii", errors="replace")
    except OSError:
        return None
    kilobytes = [line.split()[1] for line in status.splitlines() if line.startswith("VmHWM:")]
    return -(-int(kilobytes[0]) // 1024) if kilobytes else None
