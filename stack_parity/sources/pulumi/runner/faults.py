"""One line for each way in which a program can fail; no traceback, no line of the runtime's own."""

import sys
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from pulumi.config import ConfigMissingError, ConfigTypeError

from stack_parity.sources.pulumi.runner.fences import NetworkRefusedError
from stack_parity.sources.pulumi.runner.monitor import DuplicateUrnError

LONGEST_TEXT: Final = 300
"""Characters of an exception's own text."""


def describe(error: BaseException, folder: Path, settings: str) -> str:
    """Say in one line what stopped the program.

    Args:
        error: what came out of it.
        folder: the project's; the place is given by the last line of a file in it.
        settings: the name of the stack's settings file.
    """
    chain = list(_chain(error))
    place = next((where for cause in chain if (where := _place(cause, folder))), "")
    for cause in chain:
        known = _known(cause, settings)
        if known:
            return f"{known}{place}"
    return f"it fails with {type(error).__name__}: {_message(error)}{place}"


def _known(error: BaseException, settings: str) -> str:
    match error:
        case ConfigMissingError():
            return f"it needs the configuration value {error.key!r}, which {settings} lacks; add it there"
        case ConfigTypeError():
            kind = f"{error.key!r} as {error.expect_type!r}"
            return f"it needs the configuration value {kind}; {settings} has another kind or holds it encrypted"
        case ModuleNotFoundError(name=str(name)):
            version = f"{sys.version_info.major}.{sys.version_info.minor}"
            return f"it needs the module {name!r}, which the Python {version} that runs it lacks; install it there"
        case SystemExit():
            return f"it calls sys.exit({'' if error.code is None else repr(error.code)}) instead of running to its end"
        case SyntaxError():
            return f"it is not valid Python: {error.msg} (line {error.lineno} of {Path(error.filename or '').name})"
        case DuplicateUrnError():
            return f"it registers {error} twice; the engine refuses the second one: give it another name"
        case NetworkRefusedError():
            return f"it opens a network connection ({error}) while it is read; a program that is compared must not"
        case _:
            return ""


def _chain(error: BaseException) -> Iterator[BaseException]:
    """Yield the error and its causes, outermost first, each once."""
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        yield current
        current = current.__cause__ or current.__context__


def _place(error: BaseException, folder: Path) -> str:
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        file = Path(frame.filename)
        if file.is_relative_to(folder) and "site-packages" not in file.parts:
            return f" (line {frame.lineno} of {file.relative_to(folder).as_posix()})"
    return ""


def _message(error: BaseException) -> str:
    """Take the error's text onto one line, and not all of a long one, so that the place still shows."""
    text = " ".join(str(error).split())
    return (text if len(text) <= LONGEST_TEXT else f"{text[:LONGEST_TEXT]}…") or "no message"
