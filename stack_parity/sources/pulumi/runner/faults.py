"""One line for each way in which a program can fail; no traceback, no line of the runtime's own."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from pulumi.config import ConfigMissingError, ConfigTypeError

from .aws_calls import aws_call
from .fences import NetworkRefusedError
from .monitor import DuplicateUrnError

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
    return _of_configuration(error, settings) or _of_the_program(error) or _of_the_walls(error)


def _of_configuration(error: BaseException, settings: str) -> str:
    if isinstance(error, ConfigMissingError):
        return f"it needs the configuration value {error.key!r}, which {settings} lacks; add it there, or give --config"
    if isinstance(error, ConfigTypeError):
        kind = f"{error.key!r} as {error.expect_type!r}"
        return f"it needs the configuration value {kind}; {settings} has another kind or holds it encrypted"
    return ""


def _of_the_program(error: BaseException) -> str:
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    if isinstance(error, ModuleNotFoundError) and error.name:
        return f"it needs the module {error.name!r}, which the Python {version} that runs it lacks; install it there"
    if isinstance(error, SystemExit):
        code = "" if error.code is None else repr(error.code)
        return f"it calls sys.exit({code}) instead of running to its end"
    if isinstance(error, SyntaxError):
        place = f"line {error.lineno} of {Path(error.filename or '').name}"
        return f"it is not valid Python {version}: {error.msg} ({place}); --python chooses another"
    if isinstance(error, DuplicateUrnError):
        return f"it registers {error} twice; the engine refuses the second one: give it another name"
    return ""


def _of_the_walls(error: BaseException) -> str:
    if isinstance(error, MemoryError):
        return "it needs more memory than a program that is read may have"
    call = aws_call(error)
    if call:
        return f"it calls AWS ({call}) while it is read; a program that is compared must not: use a data source"
    if isinstance(error, NetworkRefusedError):
        return f"it opens a network connection ({error}) while it is read; a program that is compared must not"
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
