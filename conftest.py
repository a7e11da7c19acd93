"""What every test run needs: an environment that leads nowhere, and word on what could not be tested."""

from __future__ import annotations

import os
import signal
import sys
from functools import cache
from pathlib import Path

import pytest

from tap_cli.errors import DeploymentError
from tap_cli.toolchain.availability import what_is_missing
from tap_cli.toolchain.node import find_node, node_environment
from tap_cli.toolchain.project import PROJECT
from tap_cli.toolchain.tools import without_steering

REQUIRE = "TAP_REQUIRE_TERRAFORM"
"""Set by `.ci/run`: a test that Terraform is missing for fails instead of being skipped."""

MARKS = ("terraform", "deploy")
_skipped: list[str] = []


def _isolate() -> None:
    """Forget the user's AWS, Terraform and cdktf; take the project's Node; hear interruptions."""
    kept = {name: value for name, value in without_steering(os.environ).items() if not name.startswith("AWS_")}
    try:
        kept |= node_environment(find_node(PROJECT, kept), kept)
    except DeploymentError as error:
        sys.exit(str(error))
    os.environ.clear()
    os.environ.update(kept)
    # A shell starts what it runs in the background deaf to Ctrl-C, and the programs that tests interrupt inherit that.
    signal.signal(signal.SIGINT, signal.default_int_handler)


_isolate()  # now, and not in a hook: importing the tests' own conftest files starts the framework's Node


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a test that needs Terraform where it or the provider cannot be had, or fail it where that is asked for."""
    if not any(item.get_closest_marker(mark) for mark in MARKS):
        return
    if missing := _missing():
        if os.environ.get(REQUIRE) == "1":
            pytest.fail(missing, pytrace=False)
        _skipped.append(item.nodeid)
        pytest.skip(missing)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Say loudly, as the last word, how many tests were skipped for want of Terraform, and how to run them."""
    if _skipped:
        reporter: pytest.TerminalReporter = config.pluginmanager.getplugin("terminalreporter")
        text = f"{len(_skipped)} TESTS WITH REAL TERRAFORM WERE SKIPPED. {_missing()}"
        reporter.write_line(text, red=True, bold=True)


@cache
def _missing() -> str | None:
    return what_is_missing(PROJECT, os.environ, Path.home())
