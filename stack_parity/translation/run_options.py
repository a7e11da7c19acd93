"""The options of a command line that say how Pulumi programs are run."""

from __future__ import annotations

import argparse
from pathlib import Path

from stack_parity.sources.pulumi.running.options import RunOptions


def run_options(options: argparse.Namespace) -> RunOptions:
    """Return what the parsed options say."""
    return RunOptions(dict(options.config), options.config_file, options.python, tuple(options.readable))


def add_run_options(parser: argparse.ArgumentParser) -> None:
    """Add the options that say how Pulumi programs are run."""
    group = parser.add_argument_group("how Pulumi programs are run", "in a sandbox where there is one")
    group.add_argument(
        "--config", action="append", default=[], type=_pair, metavar="KEY=VALUE", help="a setting of theirs"
    )
    group.add_argument("--config-file", type=Path, metavar="FILE", help="instead of Pulumi.<stack>.yaml")
    interpreter = "a path or a name on PATH (default: the project's virtual environment, or ours)"
    group.add_argument("--python", metavar="PYTHON", help=interpreter)
    group.add_argument(
        "--readable", action="append", default=[], type=Path, metavar="FOLDER", help="they may read it (repeatable)"
    )


def _pair(given: str) -> tuple[str, str]:
    key, equals, value = given.partition("=")
    if not (key and equals):
        raise argparse.ArgumentTypeError(f"{given!r} is no KEY=VALUE, such as aws:region=eu-west-1")
    return key, value
