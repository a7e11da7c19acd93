"""Whether Terraform's registry answers from here: asked once a process, for three seconds at most."""

from __future__ import annotations

import socket
import threading
import urllib.request
from contextlib import suppress
from functools import cache
from typing import Final
from urllib.parse import urlsplit

HOST: Final = "registry.terraform.io"
ANSWER_SECONDS: Final = 3.0


@cache
def is_reachable() -> bool:
    """Return whether a connection to the registry, or to the proxy on the way there, can be made."""
    proxy = urllib.request.getproxies().get("https")
    address = urlsplit(proxy if proxy and "//" in proxy else f"//{proxy or HOST}")
    return connects(address.hostname or HOST, address.port or 443)


def connects(host: str, port: int, seconds: float = ANSWER_SECONDS) -> bool:
    """Return whether a connection is made in time.

    The attempt has a thread of its own: looking up a name obeys no timeout.
    """
    made = threading.Event()

    def attempt() -> None:
        with suppress(OSError), socket.create_connection((host, port), timeout=seconds):
            made.set()

    thread = threading.Thread(target=attempt, daemon=True)
    thread.start()
    thread.join(seconds)
    return made.is_set()
