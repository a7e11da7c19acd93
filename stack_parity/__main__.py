"""`python -m stack_parity LEFT RIGHT`: compare two programs and say how far they build the same.

`python -m stack_parity translate PROJECT --out DIR` writes a Pulumi program as Terraform JSON.

Exit code: 0 the same, 1 differences, 2 could not compare, 3 no difference, but not everything could be decided.
"""

from __future__ import annotations

import argparse
import os
import sys
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, NoReturn, TextIO

from stack_parity.compare.concerns import Concern
from stack_parity.comparison import compare_programs
from stack_parity.errors import InputError
from stack_parity.report import FORMATS, render
from stack_parity.report.model import Judgement, Report
from stack_parity.report.proposal import judged_from, write_proposal
from stack_parity.report.wording import printable
from stack_parity.translation.command import translate
from stack_parity.translation.run_options import add_run_options, run_options

EXIT_CODES: Final = {Judgement.SAME: 0, Judgement.DIFFERENT: 1, Judgement.UNDECIDABLE: 3}
NOT_COMPARED: Final = 2
TRANSLATE: Final = "translate"
"""The first word that asks for a translation; a folder of this name is `./translate`."""


class _Parser(argparse.ArgumentParser):
    """A parser whose errors are one message, as every other error is."""

    def error(self, message: str) -> NoReturn:
        """Print what is wrong, and end with the exit code of what could not be compared."""
        self.exit(NOT_COMPARED, f"parity: {printable(message, None)}. See: {self.prog} --help\n")


def main(
    arguments: Sequence[str] | None = None, *, program: str = "python -m stack_parity", names: str = "LEFT RIGHT"
) -> int:
    """Run the command line and return its exit code.

    Args:
        arguments: the words after the program's name; None means those of this process.
        program: what the help calls the program.
        names: what the help says of the words before the options.
    """
    given = sys.argv[1:] if arguments is None else arguments
    if given[:1] == [TRANSLATE]:
        return translate(given[1:], program=f"{program} {TRANSLATE}")
    options = _parser(program, names).parse_args(given)
    try:
        report = compare_programs(
            options.left,
            options.right,
            environments=options.env,
            left_environment=options.left_env,
            right_environment=options.right_env,
            allow=options.allow,
            names=options.names,
            only=frozenset(map(Concern, options.only or Concern)),
            profile=None if options.no_principles else options.profile,
            run=run_options(options),
        )
        _publish(report, options)
        if options.write_allow is not None:
            _write(options.write_allow, lambda stream: write_proposal(report, stream))
    except InputError as error:
        return _refused("\n".join(printable(line, None) for line in str(error).splitlines()))
    except RecursionError:
        return _refused("a value in one of the inputs is nested too deeply to be compared.")
    except KeyboardInterrupt:
        return _refused("interrupted.")
    except Exception as error:
        return _refused(_unexpected(error))
    return EXIT_CODES[judged_from(report, Concern(options.fail_on))]


def _refused(message: str) -> int:
    print(f"parity: {message}", file=sys.stderr)
    return NOT_COMPARED


def _unexpected(error: Exception) -> str:
    """Return one line on a fault of the comparison itself, with the place to report."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    what = printable(f"{type(error).__name__}: {error}")
    place = f"{Path(last.filename).name} line {last.lineno}, {last.name}"
    return f"nothing was compared, by a fault of the comparison itself ({what}; {place}). Please report it."


def _publish(report: Report, options: argparse.Namespace) -> None:
    if options.output is not None:
        _write(options.output, lambda stream: render(report, options.format, stream, everything=options.all))
        return
    try:
        render(report, options.format, sys.stdout, everything=options.all)
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # the reader needs no more


def _write(file: Path, write: Callable[[TextIO], None]) -> None:
    try:
        with file.open("w", encoding="utf-8") as stream:
            write(stream)
    except OSError as error:
        raise InputError(f"{file}: cannot be written ({error.strerror}). Give a file in an existing folder.") from None


def _parser(program: str, names: str) -> argparse.ArgumentParser:
    parser = _Parser(
        prog=program,
        usage=f"{program} {names} [OPTION ...]",
        allow_abbrev=False,
        description="Compare a Pulumi program with a Terraform or CDKTF program, or any two of them.",
        epilog="Exit code: 0 the same, 1 differences, 2 could not compare, 3 no difference but not all decidable.",
    )
    inputs = "a Pulumi project, preview or export; a cdktf.out folder, cdk.tf.json, or `terraform show -json`"
    parser.add_argument("left", type=Path, metavar="LEFT", help=inputs)
    parser.add_argument("right", type=Path, metavar="RIGHT", help="the same")
    parser.add_argument("--env", action="append", default=[], help="an environment of both (repeatable; default: all)")
    parser.add_argument("--left-env", help="the left's environment, where the names differ")
    parser.add_argument("--right-env", help="the right's environment")
    parser.add_argument("--format", choices=FORMATS, default="terminal", help="what to write (default: terminal)")
    parser.add_argument("--output", type=Path, metavar="FILE", help="write there instead of printing")
    parser.add_argument("--all", action="store_true", help="show what is the same, too")
    concerns = [concern.value for concern in Concern]
    parser.add_argument("--only", action="append", choices=concerns, help="what touches this alone (repeatable)")
    parser.add_argument(
        "--fail-on",
        choices=concerns,
        default=Concern.NAMES.value,
        help="exit with 1 for a difference that touches this or worse, in the order given (default: names)",
    )
    parser.add_argument("--write-allow", type=Path, metavar="FILE", help="write the differences as a proposal to agree")
    parser.add_argument("--allow", type=Path, metavar="FILE", help="agreed differences, each with its reason (TOML)")
    parser.add_argument("--names", action="store_true", help="count different names of resources as differences")
    parser.add_argument("--profile", type=Path, metavar="FILE", help="principles to hold both sides against (TOML)")
    parser.add_argument("--no-principles", action="store_true", help="leave the profile's principles out")
    add_run_options(parser)
    return parser


if __name__ == "__main__":
    sys.exit(main())
