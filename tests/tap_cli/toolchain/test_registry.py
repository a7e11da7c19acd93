import socket
import threading
import time

import pytest

from tap_cli.toolchain import registry
from tap_cli.toolchain.registry import connects

SECONDS = 10.0


@pytest.fixture
def port() -> int:
    """A port on loopback at which nothing listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def test_a_host_that_answers_is_reached() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        assert connects("127.0.0.1", server.getsockname()[1])


def test_a_host_that_refuses_is_not_reached(port: int) -> None:
    assert not connects("127.0.0.1", port)


def test_a_name_whose_look_up_hangs_is_given_up_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    found = threading.Event()

    def look_up(*_: object, **__: object) -> None:
        found.wait(SECONDS)
        raise OSError

    monkeypatch.setattr(socket, "create_connection", look_up)
    start = time.monotonic()

    assert not connects("registry.example", 443, seconds=0.1)
    assert time.monotonic() - start < SECONDS / 2
    found.set()


def test_on_the_way_through_a_proxy_the_proxy_is_what_must_answer(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{port}")
    asked: list[tuple[str, int]] = []
    monkeypatch.setattr(registry, "connects", lambda *address: asked.append(address))

    registry.is_reachable.__wrapped__()

    assert asked == [("127.0.0.1", port)]
