"""The audit, against a stub of the OSV database on loopback."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from product.supply_chain import __main__ as command
from product.supply_chain.audit import AT_ONCE, Advisory, NoAnswerError, find_advisories
from product.supply_chain.packages import Package

GOOD = Package("PyPI", "good", "1.0")
BAD = Package("npm", "bad", "2.0", bundled=True)

Answer = Callable[[list[dict[str, Any]]], object]
Serve = Callable[[Answer], AbstractContextManager[str]]


def knows(*names: str) -> Answer:
    """A database with one advisory for each of these packages."""

    def answer(queries: list[dict[str, Any]]) -> object:
        found = {"vulns": [{"id": "OSV-1", "modified": "2026-01-01T00:00:00Z"}]}
        return {"results": [found if query["package"]["name"] in names else {} for query in queries]}

    return answer


@contextmanager
def database(answer: Answer) -> Iterator[str]:
    """An OSV database on loopback that answers queries so; yields its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            queries = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["queries"]
            content = answer(queries)
            body = content if isinstance(content, bytes) else json.dumps(content).encode()
            self.send_response(200 if self.path == "/v1/querybatch" else 404)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - the base class's name
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join(10)
        server.server_close()


def test_a_known_fault_is_found() -> None:
    with database(knows("bad")) as source:
        assert find_advisories([GOOD, BAD], source) == [Advisory(BAD, "OSV-1")]


def test_every_package_is_asked_about_however_many() -> None:
    many = [Package("npm", f"p{number}", "1") for number in range(AT_ONCE + 1)]
    with database(knows("p0", many[-1].name)) as source:
        assert [each.package for each in find_advisories(many, source)] == [many[0], many[-1]]


@pytest.mark.parametrize(
    "content",
    [b"", b"<html>a proxy's page</html>", {}, {"results": []}, {"results": None}, {"results": [{}, {}, {}]}, []],
    ids=["empty", "page", "no results", "none", "null", "too many", "list"],
)
def test_what_is_no_answer_is_not_taken_for_a_clean_one(content: object) -> None:
    with database(lambda _: content) as source, pytest.raises(NoAnswerError):
        find_advisories([GOOD, BAD], source)


def test_an_answer_in_pages_is_not_taken_for_a_whole_one() -> None:
    with (
        database(lambda queries: {"results": [{"next_page_token": "x"} for _ in queries]}) as source,
        pytest.raises(NoAnswerError, match="several pages"),
    ):
        find_advisories([GOOD], source)


def test_the_command_says_by_its_exit_code_what_it_knows(capsys: pytest.CaptureFixture[str]) -> None:
    with database(knows()) as source:
        assert command.main(["audit", "--source", source]) == 0
    assert "0 advisories" in capsys.readouterr().out
    with database(knows("cdktf-cli", "pytest")) as source:
        assert command.main(["audit", "--source", source]) == 1
    assert "pytest 9.2.0 (PyPI): OSV-1" in capsys.readouterr().out
    assert command.main(["audit", "--source", source]) == 3  # the database is gone
    assert "Nothing is known about the packages' faults" in capsys.readouterr().err


def test_a_source_that_is_no_web_address_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["audit", "--source", "file:///etc"]) == 3
    assert "no address of a web service" in capsys.readouterr().err
