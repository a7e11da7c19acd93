"""A page in a real browser reaches nothing of the emulator, however it asks."""

import json
import re
import threading
from collections.abc import Iterator, Set
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By

import tap_emulator
from tap_emulator import Emulator
from tests.support.browser import BROWSER_MARKS, headless
from tests.support.project import ROOT
from tests.tap_emulator.conftest import eventually
from tests.tap_emulator.web.requests import ask, signed

pytestmark = BROWSER_MARKS

ATTEMPTS = Path(__file__).with_name("page.js").read_text("utf-8")
IN_A_PAGE = len(re.findall(r'^  "?[a-z-]+"?: \(kind\)', ATTEMPTS, re.MULTILINE))
REBOUND = "rebound.example"
RECORD = ROOT / "tap_emulator" / "web" / "browser_reach.json"
"""How many ways were tried and how many reached the emulator, as docs/security.md quotes it."""

SERVICE_WORKER = """
const reach = (kind) => `${new URL(location.href).searchParams.get("target")}/kind-${kind}`;
self.addEventListener("install", (event) => event.waitUntil(Promise.allSettled([
  fetch(reach("service-worker"), { mode: "no-cors" }),
  fetch(reach("service-worker-post"), { mode: "no-cors", method: "POST", body: "{}" }),
  fetch(reach("service-worker-cors")),
])));
"""
NAVIGATIONS = {
    "navigate-location": "location.href = address;",
    "navigate-replace": "location.replace(address);",
    "navigate-refresh": "document.head.innerHTML = `<meta http-equiv=refresh content='0;url=${address}'>`;",
    "navigate-link": "document.body.innerHTML = `<a href='${address}'>on</a>`; document.querySelector('a').click();",
    "navigate-no-referrer": "document.body.innerHTML = `<a rel=noreferrer href='${address}'>on</a>`;"
    "document.querySelector('a').click();",
    "navigate-form": "document.body.innerHTML = `<form method=post enctype=text/plain action='${address}'>"
    "<input name=a value=b></form>`; document.querySelector('form').submit();",
    "navigate-form-get": "document.body.innerHTML = `<form action='${address}'></form>`;"
    "document.querySelector('form').submit();",
    "navigate-redirect": "location.href = '/redirect?to=' + encodeURIComponent(address);",
}
"""Ways in which a page sends its whole window to an address."""
NOT_FROM_A_FILE = {"shared-worker", "navigate-redirect"}
"""What the browser, or the lack of a server, keeps such a page from trying."""


class Page(BaseHTTPRequestHandler):
    """An empty page, whatever is asked for; a service worker, and a redirection to where the query says."""

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        if url.path == "/redirect":
            self._answer(307, "text/html", "", {"Location": parse_qs(url.query)["to"][0]})
        elif url.path == "/service-worker.js":
            self._answer(200, "text/javascript", SERVICE_WORKER, {})
        else:
            self._answer(200, "text/html", "<!doctype html><title>page</title><body></body>", {})

    def _answer(self, status: int, kind: str, text: str, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": kind, **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(text.encode())

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


def kinds_in(log: Path) -> set[str]:
    return {kind for _, kind, _, _ in asked(log)}


def arrives(log: Path, kind: str) -> bool:
    return eventually(lambda: kind in kinds_in(log))


def assert_refused(log: Path, kinds: Set[str]) -> None:
    """Every kind arrived, so that it was really tried, and the gate let none of them pass."""
    assert eventually(lambda: kinds_in(log) == kinds), kinds ^ kinds_in(log)
    assert [attempt for attempt in asked(log) if attempt[-1] != 403] == []


def from_a_page(browser: webdriver.Chrome, address: str, own: Emulator) -> set[str]:
    """Try every way of `page.js` from the page at an address; return the kinds."""
    browser.get(address)
    values = f"const target = '{own.url}', key = '{own.access_key_id}';"
    return set(browser.execute_script(values + ATTEMPTS))


def test_no_kind_of_request_reaches_it(browser: webdriver.Chrome, page: str, own: Emulator, log: Path) -> None:
    kinds = from_a_page(browser, page, own)
    assert len(kinds) == IN_A_PAGE
    assert_refused(log, kinds)
    without_key = {(method, target) for method, _, target, _ in asked(log) if method != "OPTIONS"}
    with_key = [ask(own.url, method, target, signed(own.access_key_id, "s3")) for method, target in without_key]
    assert 403 not in {answer.status for answer in with_key}


def test_a_page_from_a_file_reaches_nothing(
    browser: webdriver.Chrome, own: Emulator, log: Path, tmp_path: Path
) -> None:
    """Its origin is `null`, as that of a downloaded page or an attachment."""
    file = tmp_path / "page.html"
    file.write_text("<!doctype html><title>page</title><body></body>")
    assert_refused(log, from_a_page(browser, file.as_uri(), own) - NOT_FROM_A_FILE)


def test_a_service_worker_reaches_nothing(browser: webdriver.Chrome, page: str, own: Emulator, log: Path) -> None:
    browser.get(page)
    register = "return navigator.serviceWorker.register(`/service-worker.js?target=${arguments[0]}`).then(() => true)"
    assert browser.execute_script(register, own.url)
    assert_refused(log, {"service-worker", "service-worker-post", "service-worker-cors"})


@pytest.mark.parametrize("origin", ["page", "file"])
def test_no_navigation_reaches_it(
    browser: webdriver.Chrome, page: str, own: Emulator, log: Path, tmp_path: Path, origin: str
) -> None:
    file = tmp_path / "page.html"
    file.write_text("<!doctype html><title>page</title><body></body>")
    kinds = set(NAVIGATIONS) if origin == "page" else set(NAVIGATIONS) - NOT_FROM_A_FILE
    for kind in sorted(kinds):
        browser.get(page if origin == "page" else file.as_uri())
        browser.execute_script(f"const address = '{own.url}/kind-{kind}'; {NAVIGATIONS[kind]}")
        assert arrives(log, kind)
    assert_refused(log, kinds)


def test_a_name_rebound_to_loopback_reaches_nothing(browser: webdriver.Chrome, own: Emulator, log: Path) -> None:
    rebound = own.url.replace("127.0.0.1", REBOUND)
    browser.get(f"{rebound}/kind-rebound")
    assert "only where the Host header names loopback" in browser.find_element(By.TAG_NAME, "body").text
    same_origin = "return fetch('/kind-rebound-post', {method: 'POST', body: '{}'}).then((answer) => answer.status)"
    assert browser.execute_script(same_origin) == 403
    assert_refused(log, {"rebound", "rebound-post"})


def test_an_address_that_was_typed_wants_the_key(browser: webdriver.Chrome, own: Emulator, log: Path) -> None:
    browser.get(f"{own.url}/kind-typed")
    browser.get(f"{own.url}/kind-typed-key?X-Amz-Credential={own.access_key_id}/")
    statuses = {kind: status for _, kind, _, status in asked(log)}
    assert statuses["typed"] == 403
    assert statuses["typed-key"] == 404


def test_the_record_counts_every_way() -> None:
    """The tests above try each of these ways and let none pass."""
    service_worker, rebound = SERVICE_WORKER.count("fetch("), 2
    tried = 2 * (IN_A_PAGE + len(NAVIGATIONS)) - len(NOT_FROM_A_FILE) + service_worker + rebound
    assert json.loads(RECORD.read_text("utf-8")) == {"tried": tried, "reached": 0}
