"""A function behind an HTTP API on loopback: the package as it would be deployed, in processes that stay."""

import os
import queue
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tap_emulator.errors import EmulatorError
from tap_emulator.gateway import Cors, Gateway
from tap_emulator.gateway.server import Answer
from tap_emulator.invocation import Credentials, Function, Line
from tap_emulator.process import Emulator
from tap_emulator.runtime import Host, WarmFunction, checked

PROCESSES = 2
"""Sandboxes that answer at once, each one request at a time."""


@contextmanager
def serving(
    function: Function,
    aws: Emulator,
    *,
    stage: str,
    cors: Cors,
    lambda_python: Path | None,
    port: int,
    show: Callable[[Line], None],
) -> Iterator[str]:
    """Serve a function, and yield the URL of its stage; all that was started ends on the way out.

    Args:
        function: what is served.
        aws: the AWS that its code talks to.
        stage: the stage's name.
        cors: whose pages may read the answers.
        lambda_python: runs the code (default: the current Python).
        port: where it answers; 0 takes any free one.
        show: takes each line that the function logs or prints.

    Raises:
        EmulatorError: the Python cannot run functions, or the port cannot be had.
    """
    python = checked(lambda_python).path
    credentials = Credentials(aws.access_key_id, "emulator", "")
    idle: queue.SimpleQueue[WarmFunction] = queue.SimpleQueue()

    def call(event: bytes) -> Answer:
        sandbox = idle.get()
        try:
            return sandbox.call(event)
        finally:
            idle.put(sandbox)

    with ExitStack() as things:
        lifeline, held = os.pipe()
        things.callback(os.close, lifeline)
        things.callback(os.close, held)
        try:
            gateway = Gateway(port, stage, cors, call)
        except (OSError, OverflowError) as error:
            raise EmulatorError(f"port {port} on 127.0.0.1 cannot be had ({error}): choose another, or 0") from None
        for _ in range(PROCESSES):
            sandbox = WarmFunction(Host(python, aws.url, lifeline), function, credentials, show)
            idle.put(things.enter_context(sandbox))
        things.enter_context(gateway)
        yield gateway.url
