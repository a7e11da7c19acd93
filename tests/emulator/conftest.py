from collections.abc import Iterator

import emulator
import pytest


@pytest.fixture(scope="session")
def aws() -> Iterator[emulator.Emulator]:
    with emulator.running() as running:
        yield running
