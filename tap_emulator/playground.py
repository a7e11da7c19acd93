"""An emulated AWS that stays up for a person, with the line that leads a shell to it."""

import os
import signal
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from tap_emulator.errors import EmulatorError
from tap_emulator.process import Emulator, running
from tap_emulator.variables import shell_line

LIMITS = (
    "Only programs with these variables reach it: another user's, or a page in a browser, does not have their key.",
    "Functions run as you and without isolation: deploy your own code only. No IAM policy is enforced.",
)
"""The limits that stay, for the one who starts it."""


def _nothing(_: Emulator) -> Sequence[str]:
    return ()


def keep_up(
    *,
    port: int = 0,
    lambda_python: Path | None = None,
    log: Path | None = None,
    more: Mapping[str, str] | None = None,
    prepare: Callable[[Emulator], Sequence[str]] = _nothing,
) -> None:
    """Keep an emulator up until Ctrl-C or SIGTERM; print one line for a shell when it is ready.

    Args:
        port: where it answers (0: any free port).
        lambda_python: runs the functions (default: the current Python).
        log: takes its output (default: nowhere).
        more: variables that the line sets besides, such as a region.
        prepare: called before the line is printed, to make what shall be there; returns what to say of it.

    Raises:
        EmulatorError: it cannot be started, or has ended by itself.
    """
    wait = on_stop()
    with running(log, lambda_python, port=port) as aws:
        said = (f"The emulated AWS is ready; {aws.runtime} runs its functions. Ctrl-C ends it.", *prepare(aws), *LIMITS)
        print(shell_line({**aws.variables(), **(more or {})}, os.environ))
        print(*(f"# {line}" for line in said), sep="\n", flush=True)
        wait()


def on_stop() -> Callable[[], None]:
    """Take Ctrl-C, SIGTERM and the end of a child from now on as the wish to stop; return what waits for one.

    What is returned raises ``EmulatorError`` when it was the emulator that ended by itself.
    """
    stop, signals = threading.Event(), []

    def end(number: int, _: object) -> None:
        signals.append(number)
        stop.set()

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGCHLD):
        signal.signal(number, end)

    def wait() -> None:
        stop.wait()
        if signal.SIGCHLD in signals:
            raise EmulatorError("the emulated AWS has ended by itself; start it again with --log FILE to learn why")

    return wait
