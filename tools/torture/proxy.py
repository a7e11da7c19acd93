"""A fault between a program and the emulated AWS: requests that match are answered badly, all others pass."""

from __future__ import annotations

import http.client
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

SECONDS = 60
HOP_BY_HOP = ("connection", "keep-alive", "transfer-encoding", "content-length", "date", "server")

THROTTLED_XML = b"<ErrorResponse><Error><Code>Throttling</Code><Message>Rate exceeded</Message></Error></ErrorResponse>"
"""What a service of the query protocol answers to too many requests."""

Headers = list[tuple[str, str]]


def nothing(_: str) -> bool:
    """Match no request."""
    return False


@dataclass
class Faults:
    """What goes wrong.

    Attributes:
        endpoint: where requests are passed on to.
        url: the endpoint to use in its place.
        matches: says of a request's text (line, headers and body) whether it goes wrong.
        status: what is answered then, without AWS hearing of the request.
        lose: AWS hears the request and acts, and its answer is lost.
        reset: the connection is closed, without AWS hearing of the request.
        seconds: AWS acts and answers well, after so many seconds.
        hit: how many requests went wrong.
    """

    endpoint: str
    url: str = ""
    matches: Callable[[str], bool] = nothing
    status: int = 500
    lose: bool = False
    reset: bool = False
    seconds: float = 0.0
    hit: int = 0


class Handler(BaseHTTPRequestHandler):
    """Passes requests on, or answers them badly."""

    protocol_version = "HTTP/1.1"
    faults: Faults

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def handle_one_request(self) -> None:
        """Answer one request; a client that has gone is no error."""
        try:
            super().handle_one_request()
        except ConnectionError:
            self.close_connection = True

    def pass_on(self) -> None:
        """Pass a request on, unless it is one that goes wrong."""
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        bad = self.faults.matches(f"{self.requestline}\n{self.headers}\n{body.decode('utf-8', 'replace')}")
        self.faults.hit += bad
        if bad and self.faults.reset:
            self.close_connection = True
            return
        if bad and not self.faults.lose and not self.faults.seconds:
            self.answer(self.faults.status, *self.said())
            return
        status, headers, content = self.ask(body)
        if bad:
            time.sleep(self.faults.seconds)
        if bad and self.faults.lose:
            self.close_connection = True
        else:
            self.answer(status, headers, content)

    def said(self) -> tuple[Headers, bytes]:
        """Return how AWS words it: a throttled request has a code, in the form of the service's protocol."""
        if self.faults.status != HTTPStatus.BAD_REQUEST:
            return [("Content-Type", "text/xml")], b""
        if "x-www-form-urlencoded" in (self.headers.get("Content-Type") or ""):
            return [("Content-Type", "text/xml")], THROTTLED_XML
        name = ("X-Amzn-ErrorType", "ThrottlingException")
        return [("Content-Type", "application/x-amz-json-1.1"), name], b'{"__type": "ThrottlingException"}'

    def ask(self, body: bytes) -> tuple[int, Headers, bytes]:
        """Return what AWS answers."""
        address = urlsplit(self.faults.endpoint)
        connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=SECONDS)
        try:
            connection.request(self.command, self.path, body, dict(self.headers))
            answer = connection.getresponse()
            return answer.status, answer.getheaders(), answer.read()
        finally:
            connection.close()

    def answer(self, status: int, headers: Headers, content: bytes) -> None:
        """Answer the client."""
        self.send_response(status)
        for name, value in headers:
            if name.lower() not in HOP_BY_HOP:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = do_PATCH = pass_on  # noqa: N815 - the base class names them


@contextmanager
def faults_before(endpoint: str) -> Iterator[Faults]:
    """Stand before an endpoint on loopback, until the block ends."""
    faults = Faults(endpoint)
    handler = type("HandlerOfFaults", (Handler,), {"faults": faults})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        faults.url = f"http://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield faults
        finally:
            server.shutdown()
            thread.join(SECONDS)
