from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.cdktf_fast_load.programs import SMALL_AWS_PROGRAM, FirstRuns, Program, Run, run_program


@pytest.fixture(scope="session")
def first_runs(tmp_path_factory: pytest.TempPathFactory) -> FirstRuns:
    """Start two programs on the AWS provider at once, with an empty package cache."""
    folder = tmp_path_factory.mktemp("first")
    cache = folder / "cache"
    with ThreadPoolExecutor() as threads:
        started = [threads.submit(run_program, SMALL_AWS_PROGRAM, folder / str(n), cache, {}) for n in range(2)]
        return FirstRuns([run.result() for run in started], cache)


@pytest.fixture(scope="session")
def program(tmp_path_factory: pytest.TempPathFactory, first_runs: FirstRuns) -> Program:
    """Run a program in a new folder, on the filled package cache: `program(source, NAME="value", cache=…, stdin=…)`."""

    def run(source: str, *, cache: Path = first_runs.cache, stdin: str = "", **environment: str) -> Run:
        return run_program(source, tmp_path_factory.mktemp("program"), cache, environment, stdin)

    return run
