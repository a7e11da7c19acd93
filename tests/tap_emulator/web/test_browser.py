"""A page in a real browser reaches nothing of the emulator, however it asks."""

import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By

import tap_emulator
from tap_emulator import Emulator
from tests.support.browser import BROWSER_MARKS, headless
from tests.tap_emulator.conftest import eventually
from tests.tap_emulator.web.requests import ask, signed

pytestmark = BROWSER_MARKS

ATTEMPTS = Path(__file__).with_name("page.js").read_text("utf-8")
REBOUND = "rebound.example"


class Page(BaseHTTPRequestHandler):
    """An empty page, whatever is asked for."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<!doctype html><title>page</title><body></body>")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the signature of http.server
        pass


@pytest.fixture(scope="module")
def page() -> Iterator[str]:
    """The URL of a page on loopback, on a port of its own."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Page) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[webdriver.Chrome]:
    rules = f"--host-resolver-rules=MAP {REBOUND} 127.0.0.1"
    with headless(tmp_path_factory.mktemp("profile"), rules) as running:
        yield running


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "log"


@pytest.fixture
def own(log: Path) -> Iterator[Emulator]:
    """An emulator with a log of its own."""
    with tap_emulator.running(log=log) as running:
        yield running


def asked(log: Path) -> list[tuple[str, str, str, int]]:
    """Return the method, the kind, the whole target and the status of every attempt that arrived."""
    plain = re.sub(r"\x1b\[[0-9;]*m", "", log.read_text("utf-8"))
    found = re.findall(r'"([A-Z]+) (/kind-([a-z-]+)\S*) HTTP/1.1" (\d+)', plain)
    return [(method, kind, target, int(status)) for method, target, kind, status in found]


def test_no_kind_of_fetch_reaches_it(browser: webdriver.Chrome, page: str, own: Emulator, log: Path) -> None:
    browser.get(page)
    values = f"const target = '{own.url}', key = '{own.access_key_id}';"
    kinds = set(browser.execute_script(values + ATTEMPTS))
    assert len(kinds) > 24
    assert eventually(lambda: {kind for _, kind, _, _ in asked(log)} == kinds), kinds - {k for _, k, _, _ in asked(log)}
    assert {status for *_, status in asked(log)} == {403}
    without_key = {(method, target) for method, _, target, _ in asked(log) if method != "OPTIONS"}
    with_key = [ask(own.url, method, target, signed(own.access_key_id, "s3")) for method, target in without_key]
    assert 403 not in {answer.status for answer in with_key}


def test_a_name_rebound_to_loopback_reaches_nothing(browser: webdriver.Chrome, own: Emulator, log: Path) -> None:
    rebound = own.url.replace("127.0.0.1", REBOUND)
    browser.get(f"{rebound}/kind-rebound")
    assert "only where the Host header names loopback" in browser.find_element(By.TAG_NAME, "body").text
    same_origin = "return fetch('/kind-rebound-post', {method: 'POST', body: '{}'}).then((answer) => answer.status)"
    assert browser.execute_script(same_origin) == 403
    assert {(kind, status) for _, kind, _, status in asked(log)} == {("rebound", 403), ("rebound-post", 403)}


def test_an_address_that_was_typed_wants_the_key(browser: webdriver.Chrome, own: Emulator, log: Path) -> None:
    browser.get(f"{own.url}/kind-typed")
    browser.get(f"{own.url}/kind-typed-key?X-Amz-Credential={own.access_key_id}/")
    statuses = {kind: status for _, kind, _, status in asked(log)}
    assert statuses["typed"] == 403
    assert statuses["typed-key"] == 404
