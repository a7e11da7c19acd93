"""The first runs on a machine: nothing is in jsii's package cache, and several programs may start at once."""

from tests.cdktf_fast_load.programs import SMALL_AWS_PROGRAM, FirstRuns, Program

TYPE_INDEX = "@cdktf/provider-aws/*/*/.jsii.runtime.v*.json"


def test_programs_that_start_at_once_all_succeed(first_runs: FirstRuns) -> None:
    assert [run.result() for run in first_runs.runs] == ["jobs\n", "jobs\n"]


def test_the_next_run_finds_the_index_of_types_and_leaves_it(first_runs: FirstRuns, program: Program) -> None:
    (index,) = first_runs.cache.glob(TYPE_INDEX)
    written = index.stat().st_mtime_ns
    program(SMALL_AWS_PROGRAM).result()
    assert index.stat().st_mtime_ns == written


def test_nothing_is_left_behind_but_in_the_cache_of_jsii(first_runs: FirstRuns) -> None:
    for run in first_runs.runs:
        assert sorted(path.name for path in run.folder.iterdir()) == ["home", "out", "tmp"]
        assert list((run.folder / "home").iterdir()) == []
        assert list((run.folder / "tmp").iterdir()) == []
    assert sorted(path.name for path in first_runs.cache.iterdir()) == [
        "@cdktf",
        "cdktf",
        "cdktf-fast-load",
        "constructs",
    ]
