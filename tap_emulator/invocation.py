"""The data that passes between the Lambda API (``moto/``) and what runs functions (``runtime/``).

Both rooms import this module and neither imports the other.
"""

import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Literal, Protocol


@dataclass(frozen=True)
class Logging:
    """A function's ``LoggingConfig``; the levels are ``None`` with the format ``Text``, which knows none."""

    format: Literal["Text", "JSON"]
    application_level: str | None
    system_level: str | None
    group: str


@dataclass(frozen=True)
class Function:
    """One version of a function as deployed. ``code`` and each of ``layers`` is a zip; ``timeout`` in seconds."""

    name: str
    version: str
    handler: str
    runtime: str
    region: str
    code: bytes
    layers: tuple[bytes, ...]
    variables: Mapping[str, str]
    timeout: int
    memory_mb: int
    traced: bool
    logging: Logging


@dataclass(frozen=True)
class Credentials:
    """Temporary credentials of the function's execution role."""

    access_key_id: str
    secret_access_key: str
    session_token: str


@dataclass(frozen=True)
class Invocation:
    """One call of a function: ``event`` and ``client_context`` are JSON, ``trace`` an X-Ray trace header."""

    request_id: str
    function_arn: str
    event: bytes
    trace: str
    log_stream: str
    client_context: str | None = None


def trace_header(caller: str | None, *, sampled: bool) -> str:
    """Return the X-Ray trace header of an invocation: the caller's trace carried on, or a new one.

    Form: ``Root=1-<8 hex digits of seconds since 1970>-<24 hex digits>;Parent=<16 hex digits>;Sampled=<0 or 1>``.
    """
    given = dict(part.strip().split("=", 1) for part in (caller or "").split(";") if "=" in part)
    root = given.get("Root") or f"1-{int(time.time()):08x}-{uuid.uuid4().hex[:24]}"
    return f"Root={root};Parent={uuid.uuid4().hex[:16]};Sampled={given.get('Sampled') or int(sampled)}"


class Status(Enum):
    """How an invocation ended, in the words of Lambda's ``platform.report``."""

    SUCCESS = "success"
    ERROR = "error"
    TIMEOUT = "timeout"


@dataclass(frozen=True)
class Line:
    """One log event; ``time`` in milliseconds since 1970."""

    time: int
    message: str


@dataclass(frozen=True)
class Outcome:
    """What an invocation gave.

    Attributes:
        status: how it ended.
        payload: the answer's JSON, or the error's in the shape that AWS gives it.
        began: when the handler got the event, in milliseconds since 1970.
        init_ms: what loading the handler took, in milliseconds.
        duration_ms: what the handler took, in milliseconds.
        peak_memory_mb: the most memory that its process held; ``None`` where the system does not report it.
        lines: the log in the order of time: the function's own lines, and the platform's around them.
        error_type: the kind of the error; ``None`` after a success.
    """

    status: Status
    payload: bytes
    began: int
    init_ms: float
    duration_ms: float
    peak_memory_mb: int | None
    lines: tuple[Line, ...]
    error_type: str | None = None


class Runner(Protocol):
    """What runs functions."""

    def run(self, function: Function, invocation: Invocation, credentials: Credentials) -> Outcome:
        """Run the function on the event, for at most its timeout, and return what came of it."""
