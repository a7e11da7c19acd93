"""How one invocation goes: the runtime's steps followed to their end, and what Lambda makes of them."""

import json
import queue
import signal
import time
from contextlib import suppress
from dataclasses import dataclass

from tap_emulator.invocation import Function, Invocation, Line, Outcome, Status
from tap_emulator.runtime.runtime_api import Answered, Began, Exited, Idle, Step

INIT_SECONDS = 10.0  # Lambda's own limit for loading a handler; what is beyond it counts against the timeout
_IDLE_SECONDS = 2.0  # how long a runtime that has answered may take to come back for more


@dataclass
class Course:
    """Moments in seconds of the monotonic clock, ``None`` where the invocation did not come that far."""

    started: float
    began: float | None = None
    ended: float | None = None
    answer: Answered | None = None
    exit_code: int | None = None

    def outcome(
        self, function: Function, invocation: Invocation, peak_memory_mb: int | None, lines: tuple[Line, ...]
    ) -> Outcome:
        """Return the outcome, with the error shapes that Lambda gives to what ended without an answer."""
        now = time.monotonic()
        ended = now if self.ended is None else self.ended
        began = ended if self.began is None else self.began
        status, error_type, payload = self._verdict(function, invocation)
        return Outcome(
            status=status,
            payload=payload,
            began=int((time.time() - (now - began)) * 1000),
            init_ms=(began - self.started) * 1000,
            duration_ms=(ended - began) * 1000,
            peak_memory_mb=peak_memory_mb,
            lines=lines,
            error_type=error_type,
        )

    def _verdict(self, function: Function, invocation: Invocation) -> tuple[Status, str | None, bytes]:
        if self.answer is not None:
            status = Status.SUCCESS if self.answer.error_type is None else Status.ERROR
            return status, self.answer.error_type, self.answer.payload
        if self.exit_code is None:
            status, error_type = Status.TIMEOUT, "Sandbox.Timedout"
            reason = f"Task timed out after {function.timeout:.2f} seconds"
        else:
            status, error_type = Status.ERROR, "Runtime.ExitError"
            reason = _exit_reason(self.exit_code)
        error = {"errorType": error_type, "errorMessage": f"RequestId: {invocation.request_id} Error: {reason}"}
        return status, error_type, json.dumps(error).encode()


def follow(steps: "queue.SimpleQueue[Step]", timeout: int) -> Course:
    """Follow the runtime until it is done, gone, or out of time (``timeout`` in seconds)."""
    course = Course(started=time.monotonic())
    deadline = course.started + INIT_SECONDS + timeout
    with suppress(queue.Empty):
        while True:
            step = steps.get(timeout=max(0.0, deadline - time.monotonic()))
            now = time.monotonic()
            match step:
                case Began(moment):
                    course.began, deadline = moment, moment + timeout
                case Answered():
                    course.answer, course.ended, deadline = step, now, now + _IDLE_SECONDS
                case Exited(code):
                    course.exit_code = code
                    break
                case Idle():
                    break
    return course


def _exit_reason(code: int) -> str:
    if code == 0:
        return "Runtime exited without providing a reason"
    if code > 0:
        return f"Runtime exited with error: exit status {code}"
    return f"Runtime exited with error: signal: {str(signal.strsignal(-code)).lower()}"
