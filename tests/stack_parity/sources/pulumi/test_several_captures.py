"""Several captures at once: each has its own answer, and a fault of one ends the others."""

import time
from pathlib import Path

import pytest

from stack_parity.errors import InputError
from stack_parity.model.program import Program
from stack_parity.sources.detection import find
from stack_parity.sources.inputs import Input, load_all
from tests.stack_parity.sources.pulumi.conftest import Write


def test_a_fault_ends_the_captures_that_still_run(write: Write) -> None:
    sleeper = write("import time\ntime.sleep(50)")
    started = time.monotonic()

    def refuse() -> Program:
        time.sleep(2)
        raise InputError("refused")

    refused = Input(Path("refused"), {"dev": refuse}, named=True)
    slow = find(sleeper)
    with pytest.raises(InputError, match="refused"):
        load_all([(refused, "dev"), (slow, next(iter(slow.loaders)))])
    assert time.monotonic() - started < 40
