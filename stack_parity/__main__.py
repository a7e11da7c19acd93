"""`python -m stack_parity LEFT RIGHT`: compare two programs and say how far they build the same.

Exit code: 0 the same, 1 differences, 2 could not compare.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from stack_parity.compare.allowed import check_all_used, read_allowances
from stack_parity.comparison import Report, compare_inputs
from stack_parity.errors import InputError
from stack_parity.report import FORMATS, render
from stack_parity.report.wording import printable
from stack_parity.sources.environments import choose
from stack_parity.sources.inputs import find

SAME, DIFFERENT, NOT_COMPARED = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and give its exit code."""
    options = _parser().parse_args(arguments)
    try:
        report = _compare(options)
        _publish(report, options.format, options.output)
    except InputError as error:
        print(f"parity: {printable(str(error), None)}", file=sys.stderr)
        return NOT_COMPARED
    except RecursionError:
        print("parity: a value in one of the inputs is nested too deeply to be compared.", file=sys.stderr)
        return NOT_COMPARED
    except KeyboardInterrupt:
        print("parity: interrupted.", file=sys.stderr)
        return NOT_COMPARED
    return DIFFERENT if report.differences else SAME


def _publish(report: Report, format_: str, file: Path | None) -> None:
    if file is not None:
        _write(report, format_, file)
        return
    try:
        render(report, format_, sys.stdout)
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # the reader has seen enough


def _compare(options: argparse.Namespace) -> Report:
    left, right = find(options.left), find(options.right)
    environments = choose(left, right, options.env, options.left_env, options.right_env)
    allowances = read_allowances(options.allow) if options.allow else ()
    report = compare_inputs(left, right, environments, allowances, names=options.names)
    if options.allow:
        check_all_used(allowances, report.used, (result.name for result in report.environments), options.allow)
    return report


def _write(report: Report, format_: str, file: Path) -> None:
    try:
        with file.open("w", encoding="utf-8") as stream:
            render(report, format_, stream)
    except OSError as error:
        raise InputError(f"{file}: cannot be written ({error.strerror}). Give a file in an existing folder.") from None


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m stack_parity",
        description="Compare a Pulumi program with a Terraform or CDKTF program, or any two of them.",
        epilog="Exit code: 0 the same, 1 differences, 2 could not compare.",
    )
    inputs = "a Pulumi project, preview or export; a cdktf.out folder, cdk.tf.json, or `terraform show -json`"
    parser.add_argument("left", type=Path, metavar="LEFT", help=inputs)
    parser.add_argument("right", type=Path, metavar="RIGHT", help="the same")
    parser.add_argument("--env", action="append", default=[], help="an environment of both (repeatable; default: all)")
    parser.add_argument("--left-env", help="the left's environment, where the names differ")
    parser.add_argument("--right-env", help="the right's environment")
    parser.add_argument("--format", choices=FORMATS, default="terminal")
    parser.add_argument("--output", type=Path, metavar="FILE", help="write there instead of printing")
    parser.add_argument("--allow", type=Path, metavar="FILE", help="agreed differences, each with its reason (TOML)")
    parser.add_argument("--names", action="store_true", help="count different names of resources as differences")
    return parser


if __name__ == "__main__":
    sys.exit(main())
