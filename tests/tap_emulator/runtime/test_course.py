"""When an invocation began and ended."""

import queue
import time

from tap_emulator.runtime.course import follow
from tap_emulator.runtime.runtime_api import Answered, Began, Idle, Step


def test_it_begins_when_the_event_is_taken_however_late_that_is_read() -> None:
    """Else a line that the function logged at once would stand before the line of its start."""
    steps: queue.SimpleQueue[Step] = queue.SimpleQueue()
    steps.put(Began())
    taken = time.monotonic()
    steps.put(Answered(b"1"))
    steps.put(Idle())

    course = follow(steps, timeout=3)

    assert course.began is not None
    assert course.began <= taken
