"""AWS on loopback, for the demo and the tests: moto's server with a thin, documented extension.

The emulator knows only what the AWS API tells it. ``running()`` starts it in a process of its own and ends it again;
``python -m tap_emulator`` keeps one up for a shell. What it mends and where its limits are:
``README.md`` beside this file.
"""

from tap_emulator.errors import EmulatorError
from tap_emulator.gateway import Cors, Request, proxy_event, response
from tap_emulator.invocation import Function, Line, Logging
from tap_emulator.playground import keep_up, on_stop
from tap_emulator.process import Emulator, running
from tap_emulator.served import serving
from tap_emulator.variables import shell_line

__all__ = [
    "Cors",
    "Emulator",
    "EmulatorError",
    "Function",
    "Line",
    "Logging",
    "Request",
    "keep_up",
    "on_stop",
    "proxy_event",
    "response",
    "running",
    "serving",
    "shell_line",
]
