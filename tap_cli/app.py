"""The door of the command `tap`: finds the verbs, reads the arguments, and turns errors into one message."""

from __future__ import annotations

import ast
import os
import shlex
import signal
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Final

from cyclopts import App, CycloptsError, Parameter, UnusedCliTokensError

from tap_cli.errors import UserError
from tap_cli.toolchain.project import in_own_words
from tap_cli.toolchain.workstation import Workstation, this_workstation

COMMANDS: Final = Path(__file__).with_name("commands")

SPEAKING: Final = frozenset({"compare", "translate"})
"""Verbs that pass every argument on, `--help` included, to a program with a command line of its own."""

BROKEN_PIPE: Final = 141
"""Exit code when the reader of the output has gone: 128 and the number of SIGPIPE, as shells say it."""

IO_ERROR: Final = 74
"""Exit code when a file or the output cannot be written or read (EX_IOERR of sysexits.h)."""

Door = Annotated[Workstation, Parameter(parse=False)]
"""The workstation that a verb is given; no argument of the command line."""


def verbs() -> Mapping[str, str]:
    """Return each verb with the first line of its function's docstring.

    A verb is a file in `commands/` that defines a function of its name. The files are read and not imported, so that
    `tap --help` costs the same whatever the verbs need.
    """
    return {file.stem: _summary(file) for file in sorted(COMMANDS.glob("[a-z]*.py"))}


def _summary(file: Path) -> str:
    functions = [node for node in ast.parse(file.read_text("utf-8")).body if isinstance(node, ast.FunctionDef)]
    verb = next(function for function in functions if function.name == file.stem)
    return (ast.get_docstring(verb) or "").partition("\n")[0]


def make_app() -> App:
    """Make the command line, each verb imported when it is called."""
    app = App(
        name="tap",
        help="Set up, try, compare and deploy the stacks of this project.",
        help_format="plaintext",  # what renders Markdown costs a third of the time of `tap --help`
        version_flags=[],
        default_parameter=Parameter(negative=()),  # no --no-json beside --json
    )
    app.register_install_completion_command()
    for verb, summary in verbs().items():
        flags = () if verb in SPEAKING else app.help_flags
        app.command(f"tap_cli.commands.{verb}:{verb}", name=verb.replace("_", "-"), help=summary, help_flags=flags)
    return app


def run_verb(arguments: Sequence[str]) -> int:
    """Run one verb; return its exit code.

    A verb returns its own exit code, or None for 0. An error that the user can mend is one message and exit code 1, a
    fault of the system, such as a full disk, one and 74.
    """
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that everything started is ended on the way out
    try:
        function, bound, given = make_app().parse_args(arguments, exit_on_error=False, print_error=False)
        doors = {name: this_workstation() for name in given}
        code = function(*bound.args, **bound.kwargs, **doors)
        print(end="", flush=True)
    except UnusedCliTokensError as error:
        verb, unused = arguments[0], shlex.join(error.unused_tokens or ())
        print(f"tap: {verb} does not take {unused}. See: tap {verb} --help", file=sys.stderr)
        return 1
    except CycloptsError as error:
        print(f"tap: {error} See: tap --help", file=sys.stderr)
        return 1
    except UserError as error:
        print(f"\n{in_own_words(str(error))}", file=sys.stderr)
        return error.exit_code
    except BrokenPipeError:  # who reads the output has read enough, such as `head`
        _drop_output()
        return BROKEN_PIPE
    except OSError as error:
        _drop_output()
        place = "" if error.filename is None else f": {error.filename}"
        print(f"tap: {error.strerror or error}{place}", file=sys.stderr)
        return IO_ERROR
    except KeyboardInterrupt:
        print(f"\nThe {arguments[0]} was interrupted; nothing is left running.", file=sys.stderr)
        return 130
    return code if isinstance(code, int) else 0


def _drop_output() -> None:
    """Let nothing that could not be written be written again when Python ends."""
    if sys.stdout is not None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
