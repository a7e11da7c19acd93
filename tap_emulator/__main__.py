"""Command line: keep an emulated AWS up until Ctrl-C or SIGTERM."""

import argparse
import sys
from pathlib import Path

from tap_emulator.errors import EmulatorError
from tap_emulator.playground import keep_up


def main() -> int:
    """Serve until stopped; return the exit code."""
    options = _options()
    try:
        keep_up(port=options.port, lambda_python=options.lambda_python, log=options.log)
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
