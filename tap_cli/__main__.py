"""`python -m tap_cli COMMAND`: what the Makefile's targets call."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from pathlib import Path

from rich.console import Console

from tap_cli.deployment import on_aws
from tap_cli.deployment.demo import demo, keep_emulator_up
from tap_cli.deployment.summary import WIDTH
from tap_cli.errors import DeploymentError
from tap_cli.toolchain.project import PROJECT


def main() -> int:
    """Run a command; return its exit code."""
    options = _options()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that everything started is ended on the way out
    try:
        if options.command == "emulator":
            return keep_emulator_up(PROJECT, options.port)
        if options.command == "demo":
            console = Console(highlight=False)
            console.width = min(console.width, WIDTH) if console.is_terminal else WIDTH
            demo(PROJECT, options.env, os.environ, Path.home(), console)
            return 0
        return on_aws.COMMANDS[options.command](PROJECT, options.env, os.environ, Path.home())
    except DeploymentError as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print(f"\nThe {options.command} was interrupted; nothing is left running.", file=sys.stderr)
        return 130


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tap_cli")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, text in (
        ("demo", "deploy to an emulated AWS, check, invoke, show"),
        ("plan", "show what would change on AWS; exit code 2 where something would"),
        ("deploy", "deploy to AWS, after a question"),
        ("destroy", "destroy on AWS, after a question"),
    ):
        command = commands.add_parser(name, help=text, description=text)
        command.add_argument("--env", required=True, metavar="NAME", help="an environment: a file in environments/")
    command = commands.add_parser("emulator", help="keep an emulated AWS up until Ctrl-C")
    command.add_argument("--port", type=int, default=0, help="port on 127.0.0.1 (default: 0, any free one)")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
