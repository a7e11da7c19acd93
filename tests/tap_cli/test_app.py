"""The command `tap` as a user calls it: its verbs, and one clear message for what it refuses."""

import importlib
import inspect
import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from tap_cli.app import COMMANDS, verbs
from tap_cli.toolchain.project import PROJECT
from tests.support.project import ENVIRONMENT_NAMES

SECONDS = 120
HELP_RATIO = 2.0


def tap(*arguments: str, cwd: Path = PROJECT.root) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tap_cli", *arguments],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(PROJECT.root)},
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )


def test_help_lists_every_verb_with_what_it_does() -> None:
    result = tap("--help")

    assert result.returncode == 0
    assert result.stderr == ""
    for verb, summary in verbs().items():
        assert f" {verb.replace('_', '-')} " in result.stdout
        assert summary.split()[0] in result.stdout


def test_every_file_of_commands_is_a_verb_and_every_verb_a_function_that_returns_an_exit_code_or_nothing() -> None:
    assert {f"{verb}.py" for verb in verbs()} == {file.name for file in COMMANDS.glob("*.py")} - {"__init__.py"}
    for verb in verbs():
        function = getattr(importlib.import_module(f"tap_cli.commands.{verb}"), verb)
        assert inspect.signature(function).return_annotation in ("None", "int", "NoReturn"), verb


def test_help_imports_no_verb_and_no_part_of_aws() -> None:
    code = (
        "import contextlib, io, sys; from tap_cli.app import run_verb\n"
        "with contextlib.redirect_stdout(io.StringIO()): run_verb(['--help'])\n"
        "print(*sys.modules)"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=PROJECT.root, capture_output=True, text=True, timeout=SECONDS, check=True
    )
    loaded = result.stdout.split()

    assert "tap_cli.app" in loaded
    assert [name for name in loaded if name.startswith(("tap_cli.commands", "tap_cli.deployment"))] == []
    assert not {"boto3", "moto", "cdktf", "pydantic", "markdown_it", "tap_stack"} & set(loaded)


def processor_seconds(*arguments: str) -> float:
    """The processor's time of the best of five calls: what others do on this machine counts little."""
    times = []
    for _ in range(5):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, *arguments], cwd=PROJECT.root, check=True, capture_output=True, timeout=SECONDS)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        times.append(after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime)
    return min(times)


def test_help_costs_little_more_than_the_library_that_makes_it() -> None:
    library = processor_seconds("-c", "import cyclopts, rich.console")

    assert processor_seconds("-m", "tap_cli", "--help") <= HELP_RATIO * library


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["deplyo"], 'tap: Unknown command "deplyo". Did you mean "deploy"?'),
        (["plan"], 'tap: Command "plan" parameter ENVIRONMENT requires an argument. See: tap --help'),
        (["emulator", "--port", "many"], 'tap: Invalid value for --port: unable to convert "many" into int.'),
        (["demo", "dev", "--fast"], "--fast"),
        (["demo", ""], f"The name of the environment is empty. Known are {', '.join(ENVIRONMENT_NAMES)}."),
    ],
)
def test_what_it_refuses_gets_one_message_and_exit_code_1(arguments: list[str], message: str) -> None:
    result = tap(*arguments)

    assert result.returncode == 1
    assert result.stdout == ""
    assert message in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1


def test_a_full_disk_and_a_reader_that_has_gone_are_no_tracebacks() -> None:
    command = [sys.executable, "-m", "tap_cli", "validate"]
    with Path("/dev/full").open("w") as full:
        result = subprocess.run(command, cwd=PROJECT.root, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert (result.returncode, result.stderr) == (74, "tap: No space left on device\n")

    read, write = os.pipe()
    os.close(read)
    result = subprocess.run(command, cwd=PROJECT.root, stdout=write, stderr=subprocess.PIPE, text=True, check=False)
    os.close(write)
    assert (result.returncode, result.stderr) == (141, "")


def test_the_exit_code_of_a_program_is_the_verbs_own() -> None:
    assert tap("compare", "no-such-environment").returncode == 2


def test_the_comparison_lists_its_own_options() -> None:
    result = tap("compare", "--help")
    assert result.returncode == 0
    assert result.stdout.startswith("usage: tap compare [ENVIRONMENT | LEFT RIGHT] [OPTION ...]")
    for option in ("--all", "--fail-on", "--format", "--no-principles", "--only", "--profile", "--write-allow"):
        assert option in result.stdout


def test_a_wrong_option_of_the_comparison_is_no_difference() -> None:
    result = tap("compare", "dev", "--format", "pdf")
    assert result.returncode == 2
    assert result.stderr.startswith("parity: argument --format: invalid choice: 'pdf'")
    assert result.stderr.endswith("See: tap compare --help\n")
    assert len(result.stderr.splitlines()) == 1
