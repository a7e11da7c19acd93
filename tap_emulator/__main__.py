"""Command line: keep an emulated AWS up until Ctrl-C, SIGTERM, or the end of the process that started it."""

import argparse
import json
import os
import signal
import socket
import sys
import threading
from contextlib import suppress
from pathlib import Path

from tap_emulator.errors import EmulatorError
from tap_emulator.variables import shell_lines, without_aws


def main() -> int:
    """Serve until told to stop; return the exit code."""
    options = _options()
    caller = dict(os.environ)
    # moto asks boto3 about regions at import: a stray AWS_PROFILE of the caller would make it fail.
    os.environ.clear()
    os.environ.update(without_aws(caller))
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    try:
        _serve(options, caller, stop)
    except EmulatorError as error:
        print(f"emulator: {error}", file=sys.stderr)
        return 1
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tap_emulator", description="AWS on loopback; nothing is kept.")
    parser.add_argument("--port", type=int, default=0, help="port on 127.0.0.1 (default: 0, any free one)")
    parser.add_argument(
        "--lambda-python",
        type=Path,
        metavar="PATH",
        help="the Python that runs functions; it must have awslambdaric (default: the current one)",
    )
    # Given by running(): an inherited socket that takes the word "ready" and whose end means that the starter is gone.
    parser.add_argument("--starter-fd", type=int, help=argparse.SUPPRESS)
    return parser.parse_args()


def _serve(options: argparse.Namespace, caller: dict[str, str], stop: threading.Event) -> None:
    try:
        from tap_emulator.moto import Server, install
        from tap_emulator.runtime import Sandbox, checked
    except ImportError as error:
        raise EmulatorError(
            f"{error.name} is missing: install moto with its server, `pip install 'moto[server]'`"
        ) from None
    server = Server(options.port)
    python = checked(options.lambda_python)
    with Sandbox(python.path, server.url) as sandbox, server:
        install(sandbox)
        if options.starter_fd is None:
            print(*shell_lines(server.url, caller), sep="\n")
            print(f"# The emulated AWS is ready; {python} runs its functions. Ctrl-C ends it.", flush=True)
        else:
            _follow(socket.socket(fileno=options.starter_fd), {"url": server.url, "runtime": str(python)}, stop)
        stop.wait()


def _follow(starter: socket.socket, ready: dict[str, str], stop: threading.Event) -> None:
    """Tell the starter that all is ready, and set ``stop`` when it hangs up, be it by SIGKILL."""

    def wait_for_the_end() -> None:
        with suppress(OSError):
            starter.sendall(json.dumps(ready).encode() + b"\n")
            starter.recv(1)
        stop.set()

    threading.Thread(target=wait_for_the_end, name="starter", daemon=True).start()


if __name__ == "__main__":
    sys.exit(main())
