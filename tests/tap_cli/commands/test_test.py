"""How `make test` shares the tests out."""

import pytest

from tap_cli.commands.test import SEVERAL

FILE = """
    import os
    import pytest

    @pytest.mark.parametrize("n", range(4))
    def test_it(n):
        with open("processes", "a") as file:
            print(__name__, os.getpid(), file=file)
"""


def test_the_tests_of_a_file_run_in_one_process(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else a deployment that a file shares would be made once in each process."""
    monkeypatch.delenv("PYTEST_XDIST_WORKER", raising=False)
    pytester.makeini("[pytest]\n")
    pytester.makepyfile(test_one=FILE, test_other=FILE)
    result = pytester.runpytest_subprocess("-p", "no:cacheprovider", *SEVERAL, "-n", "2")
    result.assert_outcomes(passed=8)
    processes = (pytester.path / "processes").read_text().splitlines()
    assert len(set(processes)) == 2
