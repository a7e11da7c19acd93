from collections.abc import Iterator

import pytest

import emulator
from deployment.project import PROJECT


@pytest.fixture(scope="session")
def aws() -> Iterator[emulator.Emulator]:
    """One emulated AWS for the whole run; functions run under Python 3.12 where set-up found one."""
    python = PROJECT.lambda_python
    with emulator.running(lambda_python=python if python.exists() else None) as running:
        yield running
