"""The emulator's own process: serves until the program that started it hangs up, or a signal ends it.

Started by ``process.py`` alone, as ``python -m tap_emulator.serve --starter-fd N …``. The descriptor is one end of a
socket: it takes one line of JSON when all is ready, and its end means that nobody needs the emulator any more.
"""

import argparse
import base64
import json
import secrets
import signal
import socket
import sys
import threading
from contextlib import suppress
from pathlib import Path

from tap_emulator.errors import EmulatorError

_KEY_BYTES = 15  # 120 bits, 24 characters of base 32


def main() -> int:
    """Serve until the end; return the exit code."""
    options = _options()
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    try:
        _serve(options, stop)
    except EmulatorError as error:
        print(f"emulator: {error}", file=sys.stderr)
        return 1
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tap_emulator.serve")
    parser.add_argument("--starter-fd", type=int, required=True)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--lambda-python", type=Path)
    return parser.parse_args()


def _serve(options: argparse.Namespace, stop: threading.Event) -> None:
    try:
        from tap_emulator.moto import Server, install
        from tap_emulator.runtime import Sandbox, checked
    except ImportError as error:
        raise EmulatorError(
            f"{error.name} is missing: install moto with its server, `pip install 'moto[server]'`"
        ) from None
    key = new_access_key_id()
    server = Server(options.port, key)
    python = checked(options.lambda_python)
    with Sandbox(python.path, server.url) as sandbox, server:
        install(sandbox)
        ready = {"url": server.url, "access_key_id": key, "runtime": str(python)}
        _follow(socket.socket(fileno=options.starter_fd), ready, stop)
        stop.wait()


def new_access_key_id() -> str:
    """Return a key that nobody guesses, in the form of AWS's own: capital letters and digits."""
    return "EMULATOR" + base64.b32encode(secrets.token_bytes(_KEY_BYTES)).decode()


def _follow(starter: socket.socket, ready: dict[str, str], stop: threading.Event) -> None:
    """Report to the starter that all is ready, and set ``stop`` when it hangs up, be it by SIGKILL."""

    def wait_for_the_end() -> None:
        with suppress(OSError):
            starter.sendall(json.dumps(ready).encode() + b"\n")
            starter.recv(1)
        stop.set()

    threading.Thread(target=wait_for_the_end, name="starter", daemon=True).start()


if __name__ == "__main__":
    sys.exit(main())
