"""`tap serve dev`: the sample's package answers over HTTP, until the command is ended."""

import http.client
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.support.project import ROOT

pytestmark = pytest.mark.remedy(
    "These tests are of the sample's own handler and of its dev environment, which has an [api]."
)


@pytest.fixture(scope="module")
def served() -> Iterator[tuple[str, subprocess.Popen[str]]]:
    variables = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
    command = [sys.executable, "-m", "tap_cli", "serve", "dev"]
    with subprocess.Popen(
        command, cwd=ROOT, env=variables, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        try:
            yield process.stdout.readline().strip(), process
        finally:
            process.kill()


def ask(url: str, method: str, path: str, body: str | None = None) -> tuple[int, Any]:
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(str(parts.hostname), parts.port, timeout=30)
    connection.request(method, f"{parts.path}{path}", body, {"content-type": "application/json"})
    answer = connection.getresponse()
    content = json.loads(answer.read())
    connection.close()
    assert content["requestId"] == answer.getheader("x-request-id")
    return answer.status, content


def test_it_answers_as_deployed_and_ends_when_asked(served: tuple[str, subprocess.Popen[str]]) -> None:
    url, process = served
    assert url.endswith("/dev/")
    status, health = ask(url, "GET", "health")
    assert (status, health["environment"], health["version"]) == (200, "dev", "$LATEST")
    assert ask(url, "GET", "info")[1]["function"] == "tap-dev"
    assert ask(url, "POST", "", '{"name": "Ada"}')[1]["echo"] == {"name": "Ada"}
    assert ask(url, "POST", "", "[]")[0] == 400
    assert ask(url, "POST", "", json.dumps({"a": "x" * 70_000}))[0] == 413
    assert ask(url, "PUT", "health")[0] == 405
    assert ask(url, "GET", "nothing")[0] == 404
    process.send_signal(signal.SIGTERM)
    _, log = process.communicate(timeout=30)
    assert process.returncode == 0
    own = [json.loads(line.split("  ", 1)[1]) for line in log.splitlines() if '"answered"' in line]
    assert [line["status"] for line in own] == [200, 200, 200, 400, 413, 405, 404]
