"""Command line: keep an emulated AWS up until Ctrl-C or SIGTERM."""

import argparse
import os
import signal
import sys
import threading
from pathlib import Path

from tap_emulator.errors import EmulatorError
from tap_emulator.process import running
from tap_emulator.variables import shell_line

LIMITS = (
    "Only programs with these variables reach it: another user's, or a page in a browser, does not have their key.",
    "Functions run as you and without isolation: deploy your own code only. No IAM policy is enforced.",
)
"""The limits that stay, for the one who starts it."""


def main() -> int:
    """Serve until stopped; return the exit code."""
    options = _options()
    stop, signals = threading.Event(), []

    def end(number: int, _: object) -> None:
        signals.append(number)
        stop.set()

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGCHLD):
        signal.signal(number, end)
    try:
        with running(options.log, options.lambda_python, port=options.port) as aws:
            print(shell_line(aws.variables(), os.environ))
            print(f"# The emulated AWS is ready; {aws.runtime} runs its functions. Ctrl-C ends it.")
            print(*(f"# {line}" for line in LIMITS), sep="\n", flush=True)
            stop.wait()
            if signal.SIGCHLD in signals:
                raise EmulatorError("the emulated AWS has ended by itself; start it again with --log FILE to learn why")
    except EmulatorError as error:
        print(error, file=sys.stderr)
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
    parser.add_argument("--log", type=Path, metavar="FILE", help="where its log goes (default: nowhere)")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
