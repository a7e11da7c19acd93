"""The Lambda Runtime API for one invocation, on loopback.

It is the HTTP API through which a runtime gets its event and hands back its answer, as AWS documents it for custom
runtimes: ``invocation/next``, ``invocation/<id>/response``, ``invocation/<id>/error`` and ``init/error``. What the
runtime does there comes out of ``steps`` in order.
"""

import json
import queue
import socketserver
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from types import TracebackType

from tap_emulator.invocation import Invocation

_PREFIX = "/2018-06-01/runtime/"
_POLL_SECONDS = 0.02
_CLOSE_SECONDS = 60.0


@dataclass(frozen=True)
class Began:
    """The runtime has loaded the handler and takes the event, at a moment in seconds of the monotonic clock."""

    moment: float = field(default_factory=time.monotonic, compare=False)


@dataclass(frozen=True)
class Answered:
    """The handler returned ``payload`` (JSON); the kind of error is named if it raised, or could not be loaded."""

    payload: bytes
    error_type: str | None = None


@dataclass(frozen=True)
class Idle:
    """The runtime asked for a second event: the first is done with, its output included."""


@dataclass(frozen=True)
class Exited:
    """The runtime's process ended by itself; ``code`` as ``subprocess`` gives it, negative for a signal."""

    code: int


Step = Began | Answered | Idle | Exited


class RuntimeApi:
    """Serves one invocation from ``__enter__`` to ``__exit__``; ``timeout`` in seconds counts from its start."""

    def __init__(self, invocation: Invocation, timeout: int) -> None:
        self.invocation = invocation
        self.timeout = timeout
        self.steps: queue.SimpleQueue[Step] = queue.SimpleQueue()
        self.closed = threading.Event()
        self._taken = threading.Lock()
        self._server = _Server(self)
        self.address = "{}:{}".format(*self._server.server_address)

    def take(self) -> bool:
        """Return whether the event is still to be had, which it is once."""
        return self._taken.acquire(blocking=False)

    def __enter__(self) -> "RuntimeApi":
        threading.Thread(target=self._server.serve_forever, args=[_POLL_SECONDS], daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.closed.set()
        self._server.shutdown()
        self._server.server_close()


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self, api: RuntimeApi) -> None:
        self.api = api
        super().__init__(("127.0.0.1", 0), _Handler)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # this and the next: or each answer waits 40 ms for the acknowledgement of its head
    wbufsize = -1
    server: _Server

    def do_GET(self) -> None:
        api = self.server.api
        if self.path != f"{_PREFIX}invocation/next":
            self._reply(404, {"errorType": "NotFound", "errorMessage": self.path})
        elif api.take():
            api.steps.put(Began())
            self._hand_out(api.invocation, api.timeout)
        else:
            api.steps.put(Idle())
            api.closed.wait(_CLOSE_SECONDS)
            self.close_connection = True

    def do_POST(self) -> None:
        payload = self.rfile.read(int(self.headers["Content-Length"]))
        request_id = self.server.api.invocation.request_id
        if self.path == f"{_PREFIX}invocation/{request_id}/response":
            step = Answered(payload)
        elif self.path in (f"{_PREFIX}invocation/{request_id}/error", f"{_PREFIX}init/error"):
            step = Answered(payload, str(json.loads(payload).get("errorType", "Unhandled")))
        else:
            self._reply(404, {"errorType": "NotFound", "errorMessage": self.path})
            return
        self.server.api.steps.put(step)
        self._reply(202, {"status": "OK"})

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the signature of http.server
        """Keep these requests out of the emulator's log."""

    def _hand_out(self, invocation: Invocation, timeout: int) -> None:
        headers = {
            "Content-Type": "application/json",
            "Lambda-Runtime-Aws-Request-Id": invocation.request_id,
            "Lambda-Runtime-Deadline-Ms": str(int((time.time() + timeout) * 1000)),
            "Lambda-Runtime-Invoked-Function-Arn": invocation.function_arn,
            "Lambda-Runtime-Trace-Id": invocation.trace,
        }
        if invocation.client_context is not None:
            headers["Lambda-Runtime-Client-Context"] = invocation.client_context
        self._send(200, headers, invocation.event)

    def _reply(self, status: int, body: dict[str, str]) -> None:
        self._send(status, {"Content-Type": "application/json"}, json.dumps(body).encode())

    def _send(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
