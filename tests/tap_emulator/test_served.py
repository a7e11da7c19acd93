"""A function behind an HTTP API on loopback, run by the real runtime client in a process that stays."""

import http.client
import json
import socket
import threading
from collections.abc import Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

import tap_emulator
from tap_cli.toolchain.project import PROJECT
from tap_emulator import Cors, Emulator, Function, Logging
from tests.support.browser import BROWSER_MARKS, headless
from tests.tap_emulator.conftest import zipped

SOURCE = """
import json, logging, os, time
calls = 0
logging.getLogger().setLevel("INFO")

def handler(event, context):
    global calls
    calls += 1
    todo = event["rawPath"].removeprefix("/dev/")
    logging.info("called")
    if todo == "slow":
        time.sleep(30)
    if todo == "exit":
        os._exit(3)
    if todo == "raise":
        raise ValueError("no")
    body = {"pid": os.getpid(), "calls": calls, "event": event, "id": context.aws_request_id}
    return {"statusCode": 200, "headers": {"content-type": "application/json"}, "body": json.dumps(body)}
"""


@pytest.fixture(scope="module")
def pages() -> Iterator[list[str]]:
    """Two origins, each with an empty page."""

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("content-type", "text/html")
            self.end_headers()
            self.wfile.write(b"<title>page</title>")

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the signature of http.server
            """Say nothing."""

    servers = [HTTPServer(("127.0.0.1", 0), Page) for _ in range(2)]
    for server in servers:
        threading.Thread(target=server.serve_forever, args=[0.05], daemon=True).start()
    yield [f"http://127.0.0.1:{server.server_address[1]}" for server in servers]
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="module")
def lines() -> list[str]:
    return []


@pytest.fixture(scope="module")
def url(aws: Emulator, pages: list[str], lines: list[str]) -> Iterator[str]:
    function = Function(
        name="served",
        version="$LATEST",
        handler="app.handler",
        runtime="python3.12",
        region="eu-west-1",
        code=zipped(app=SOURCE),
        layers=(),
        variables={},
        timeout=1,
        memory_mb=128,
        traced=True,
        logging=Logging("JSON", "INFO", "INFO", "/aws/lambda/served"),
    )
    python = PROJECT.lambda_python if PROJECT.lambda_python.exists() else None
    cors = Cors(origins=[pages[0]], methods=["GET", "POST"], headers=["content-type"])
    with tap_emulator.serving(
        function,
        aws,
        stage="dev",
        cors=cors,
        lambda_python=python,
        port=0,
        show=lambda line: lines.append(line.message),
    ) as url:
        yield url


def ask(url: str, method: str, path: str, body: bytes | None = None, **headers: str) -> tuple[int, dict[str, str], Any]:
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(str(parts.hostname), parts.port, timeout=30)
    connection.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
    answer = connection.getresponse()
    content = answer.read()
    connection.close()
    said = {name.lower(): value for name, value in answer.getheaders()}
    return answer.status, said, json.loads(content) if content else None


def test_the_process_stays_between_calls(url: str, lines: list[str]) -> None:
    answers = [ask(url, "GET", "/dev/x")[2] for _ in range(4)]
    assert len({answer["pid"] for answer in answers}) == 2, "two sandboxes take turns"
    assert sorted(answer["calls"] for answer in answers) == [1, 1, 2, 2]
    assert len({answer["id"] for answer in answers}) == 4
    assert any('"called"' in line for line in lines)


@pytest.mark.parametrize("method", ["GET", "POST", "DELETE", "PATCH", "BREW"])
def test_every_method_reaches_the_function(url: str, method: str) -> None:
    status, headers, answer = ask(url, method, "/dev/a?b=c", b"{}", content_type="application/json")
    assert (status, answer["event"]["requestContext"]["http"]["method"]) == (200, method)
    assert (answer["event"]["body"], answer["event"]["rawQueryString"]) == ("{}", "b=c")
    assert headers["apigw-requestid"]


@pytest.mark.parametrize("path", ["raise", "exit", "slow"])
def test_a_function_that_fails_is_an_internal_error_and_answers_again(url: str, path: str) -> None:
    assert ask(url, "GET", f"/dev/{path}")[::2] == (500, {"message": "Internal Server Error"})
    assert [ask(url, "GET", "/dev/x")[0] for _ in range(2)] == [200, 200]


def test_what_the_gateway_does_not_hand_on(url: str) -> None:
    assert ask(url, "GET", "/")[::2] == (404, {"message": "Not Found"})
    assert ask(url, "GET", "/developer")[0] == 404
    assert ask(url, "GET", "/dev/x", Host="evil.example")[::2] == (403, {"message": "Forbidden"})
    assert ask(url, "GET", "/dev/x", x_large="x" * 11_000)[0] == 431
    assert ask(url, "POST", "/dev/x", Content_Length=str(11 * 1024 * 1024))[0] == 413
    assert ask(url, "POST", "/dev/x", Content_Length="-1")[0] == 411
    assert ask(url, "POST", "/dev/x", Transfer_Encoding="chunked")[0] == 411
    assert ask(url, "HEAD", "/dev/x")[::2] == (200, None)


def test_a_taken_port_is_one_clear_message(aws: Emulator) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        function = partial(Function, "f", "1", "app.handler", "python3.12", "eu-west-1", zipped(app=SOURCE), (), {})
        log = Logging("JSON", "INFO", "INFO", "g")
        served = tap_emulator.serving(
            function(1, 128, False, log), aws, stage="d", cors=Cors(), lambda_python=None, port=port, show=print
        )
        with pytest.raises(tap_emulator.EmulatorError, match=f"port {port} on 127.0.0.1 cannot be had"), served:
            pass


READ = """
const [url, done] = arguments;
fetch(url, {method: "POST", headers: {"content-type": "application/json"}, body: "{}"})
    .then(answer => answer.json()).then(answer => done(answer.event.body)).catch(error => done(String(error)));
"""


@BROWSER_MARKS[0]
@BROWSER_MARKS[1]
def test_a_browser_reads_it_from_the_allowed_origin_alone(url: str, pages: list[str], tmp_path: Path) -> None:
    said = []
    with headless(tmp_path) as browser:
        browser.get(f"{url}/x")
        assert '"rawPath": "/dev/x"' in browser.page_source
        for page in pages:
            browser.get(page)
            said.append(browser.execute_async_script(READ, f"{url}/x"))
    assert said == ["{}", "TypeError: Failed to fetch"]
