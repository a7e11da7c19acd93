"""The HTTP front: one stage of an API on a loopback port, in front of whatever answers an event."""

import json
import re
import threading
import uuid
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Protocol

from tap_emulator.gateway.cors import Cors
from tap_emulator.gateway.event import INTERNAL, Request, Response, message, proxy_event, response

HOST = "127.0.0.1"
_LOOPBACK = re.compile(r"(localhost|127\.0\.0\.1)(:[0-9]{1,5})?", re.IGNORECASE)
_LARGEST_BODY = 10 * 1024 * 1024  # bytes; this and the next: quotas of HTTP APIs in the API Gateway developer guide
_LARGEST_HEADERS = 10_240
_READ_SECONDS = 30.0
_POLL_SECONDS = 0.05


class Answer(Protocol):
    """What a function gave: JSON, and the kind of error where it failed."""

    @property
    def payload(self) -> bytes:
        """The JSON."""

    @property
    def error_type(self) -> str | None:
        """The kind of error."""


class Gateway:
    """Serves a stage from ``__enter__`` to ``__exit__``; the port is bound when the constructor returns.

    Args:
        port: on 127.0.0.1; 0 takes any free one.
        stage: the stage's name, which every path begins with.
        cors: whose pages may read the answers.
        call: invokes the function with an event.

    Raises:
        OSError: the port cannot be had.
    """

    def __init__(self, port: int, stage: str, cors: Cors, call: Callable[[bytes], Answer]) -> None:
        self._server = _Server((HOST, port), _Handler)
        self._server.stage, self._server.cors, self._server.call = stage, cors, call
        self.url = f"http://{HOST}:{self._server.server_address[1]}/{stage}"

    def __enter__(self) -> "Gateway":
        threading.Thread(target=self._server.serve_forever, args=[_POLL_SECONDS], daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128
    stage: str
    cors: Cors
    call: Callable[[bytes], Answer]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = _READ_SECONDS
    disable_nagle_algorithm = True
    server: _Server

    def __getattr__(self, name: str) -> object:
        """Answer every method, known or not: which there are, the function knows."""
        if name.startswith("do_"):
            return self._answer
        raise AttributeError(name)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the signature of http.server
        """Say nothing: the function's own log has a line for each request."""

    def _answer(self) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        if not _LOOPBACK.fullmatch(headers.get("host", "")):
            return self._send(message(403, "Forbidden"))  # a page whose name was rebound to 127.0.0.1
        if preflight := self.server.cors.preflight(self.command, headers):
            return self._send(preflight)
        refused = self._refused(headers)
        return self._send(self.server.cors.applied(refused or self._called(headers), headers))

    def _refused(self, headers: dict[str, str]) -> Response | None:
        """Return the answer to what API Gateway does not hand on; the connection ends, the body stays unread."""
        path, stage = self.path.partition("?")[0], f"/{self.server.stage}"
        size = headers.get("content-length", "0")
        length = int(size) if size.isascii() and size.isdigit() and len(size) < 20 else -1
        refused = None
        if length < 0 or "transfer-encoding" in headers:
            refused = message(411, "Length Required")
        elif length > _LARGEST_BODY:
            refused = message(413, "Request Entity Too Large")
        elif len(self.requestline) + sum(len(name) + len(value) for name, value in headers.items()) > _LARGEST_HEADERS:
            refused = message(431, "Request Header Fields Too Large")
        self.close_connection |= refused is not None
        if refused is None and path != stage and not path.startswith(f"{stage}/"):
            self.rfile.read(length)
            return message(404, "Not Found")
        return refused

    def _called(self, headers: dict[str, str]) -> Response:
        body = self.rfile.read(int(headers.get("content-length", "0")))
        request = Request(
            self.command, self.path, self.headers.items(), body, self.request_version, self.client_address[0]
        )
        answer = self.server.call(json.dumps(proxy_event(request, self.server.stage, headers["host"])).encode())
        return INTERNAL if answer.error_type else response(answer.payload)

    def _send(self, answer: Response) -> None:
        length = [] if answer.status == 204 else [("content-length", str(len(answer.body)))]
        closing = [("connection", "close")] if self.close_connection else []
        head = [f"HTTP/1.1 {answer.status} {self.responses.get(answer.status, ('',))[0]}"]
        own = [(name, value) for name, value in answer.headers if name not in ("content-length", "connection")]
        lines = [*own, *length, *closing, ("apigw-requestid", uuid.uuid4().hex[:16])]
        head += [f"{name}: {value}" for name, value in lines]
        body = b"" if self.command == "HEAD" else answer.body
        self.wfile.write("\r\n".join([*head, "", ""]).encode("utf-8") + body)
