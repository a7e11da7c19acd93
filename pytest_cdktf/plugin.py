"""The plugin that pytest loads: fixtures, and tests with real Terraform that are never skipped in silence.

It is loaded before any test is, so what tests import of the framework and of providers is loaded fast. Variables that
steer the framework are taken out of the process here, before the framework's Node process inherits them.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from syrupy.assertion import SnapshotAssertion

import cdktf_fast_load
from pytest_cdktf import hooks
from pytest_cdktf.snapshots import StackSnapshot
from pytest_cdktf.stack import SynthesizedStack
from pytest_cdktf.synthesis import synthesize
from pytest_cdktf.terraform import Terraform, TerraformMissing, TerraformProgram, find_program

if TYPE_CHECKING:
    from cdktf import App, TerraformStack

MARK: Final = "terraform"
LOUD: Final = "no Terraform: "
"""How the reason of such a skip begins."""

_PROGRAM: Final = pytest.StashKey[TerraformProgram | str]()

cdktf_fast_load.enable()
for _name in [name for name in os.environ if name.startswith("CDKTF_")]:
    del os.environ[_name]


def pytest_addhooks(pluginmanager: pytest.PytestPluginManager) -> None:
    """Offer the hook `pytest_cdktf_terraform`."""
    pluginmanager.add_hookspecs(hooks)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Offer the option `--require-terraform`."""
    parser.getgroup("cdktf").addoption(
        "--require-terraform",
        action="store_true",
        help="fail the tests with real Terraform where it cannot be had, instead of skipping them",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Make the mark known."""
    config.addinivalue_line("markers", f"{MARK}: needs Terraform and the providers of what it tests")


@pytest.hookimpl(trylast=True)
def pytest_cdktf_terraform() -> TerraformProgram:
    """Return the Terraform on PATH."""
    return find_program(os.environ)


@pytest.fixture
def synthesize_app(tmp_path: Path) -> Callable[[Callable[[App], object]], Mapping[str, SynthesizedStack]]:
    """Synthesize an app that a function fills: `synthesize_app(build)` returns its stacks by id."""

    def run(build: Callable[[App], object]) -> Mapping[str, SynthesizedStack]:
        return synthesize(_new_folder(tmp_path), build)

    return run


@pytest.fixture
def synthesize_stack(tmp_path: Path) -> Callable[..., SynthesizedStack]:
    """Synthesize a stack that a function fills: `synthesize_stack(build, name="stack")` returns it."""

    def run(build: Callable[[TerraformStack], object], name: str = "stack") -> SynthesizedStack:
        from cdktf import TerraformStack  # only now: it starts the framework's Node process

        return synthesize(_new_folder(tmp_path), lambda app: build(TerraformStack(app, name)))[name]

    return run


@pytest.fixture
def stack_snapshot(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    """Return the snapshot to compare a stack, or a part of its JSON, with: one readable JSON file."""
    return snapshot.use_extension(StackSnapshot)


@pytest.fixture(scope="session")
def terraform(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> Terraform:
    """Find real Terraform, for tests with the mark `terraform`."""
    program = _program(pytestconfig)
    if isinstance(program, str):
        raise pytest.UsageError(f"The fixture terraform is for tests with the mark terraform. {program}")
    return Terraform(program, tmp_path_factory.mktemp("terraform"))


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a test with the mark where Terraform cannot be had, or fail it where it is required."""
    if item.get_closest_marker(MARK) and isinstance(missing := _program(item.config), str):
        _without_terraform(item.config, missing)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, None, None]:
    """Skip or fail it as above where a provider cannot be had, which shows in the test."""
    try:
        yield
    except TerraformMissing as missing:
        _without_terraform(item.config, str(missing))


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config: pytest.Config) -> None:
    """Say loudly, as the last word, how many tests were skipped for want of Terraform, and why."""
    reporter: pytest.TerminalReporter | None = config.pluginmanager.getplugin("terminalreporter")
    reports = reporter.stats.get("skipped", []) if reporter else []  # a worker of several has no terminal
    tests = [report for report in reports if isinstance(report, pytest.TestReport) and MARK in report.keywords]
    reasons = [str(report.longrepr[2]) for report in tests if isinstance(report.longrepr, tuple)]
    found = [reason.removeprefix("Skipped: ") for reason in reasons if LOUD in reason]
    if reporter and found:
        text = found[0].removeprefix(LOUD)
        reporter.write_line(f"{len(found)} TESTS WITH REAL TERRAFORM WERE SKIPPED. {text}", red=True, bold=True)


def _without_terraform(config: pytest.Config, missing: str) -> None:
    if config.getoption("require_terraform"):
        pytest.fail(missing, pytrace=False)
    pytest.skip(f"{LOUD}{missing}")


def _program(config: pytest.Config) -> TerraformProgram | str:
    """Return the Terraform, asked for once a run; where it cannot be had, why."""
    if _PROGRAM not in config.stash:
        try:
            config.stash[_PROGRAM] = config.hook.pytest_cdktf_terraform(config=config)
        except TerraformMissing as missing:
            config.stash[_PROGRAM] = str(missing)
    return config.stash[_PROGRAM]


def _new_folder(folder: Path) -> Path:
    """Return a folder that no synthesis of the same test has used."""
    return folder / f"cdktf.out.{len(list(folder.glob('cdktf.out.*')))}"
