"""What every test run needs: variables that lead nowhere, the checkout's own Terraform, and an order."""

from __future__ import annotations

import os
import signal
import sys
from typing import TYPE_CHECKING

import pytest

from tap_cli.errors import UserError
from tap_cli.toolchain import node
from tap_cli.toolchain.node import node_variables
from tap_cli.toolchain.toolbox import without_steering
from tap_cli.toolchain.workstation import this_workstation

if TYPE_CHECKING:
    from xdist.remote import Producer
    from xdist.scheduler import LoadFileScheduling

REQUIRE = "TAP_REQUIRE_TERRAFORM"
"""Set by `.ci/run`: a test that Terraform is missing for fails instead of being skipped."""

pytest_plugins = ["pytest_cdktf.plugin", "tap_cli.pytest_terraform", "pytester"]


def _isolate() -> None:
    """Forget the user's AWS, Terraform and cdktf; take the project's Node; react to Ctrl-C."""
    kept = {name: value for name, value in without_steering(os.environ).items() if not name.startswith("AWS_")}
    try:
        kept |= node_variables(node.find(this_workstation()).path, kept)
    except UserError as error:
        sys.exit(str(error))
    os.environ.clear()
    os.environ.update(kept)
    # What a shell starts in the background ignores Ctrl-C, and the programs that tests interrupt would inherit that.
    signal.signal(signal.SIGINT, signal.default_int_handler)


_isolate()  # now, and not in a hook: importing the tests' own conftest files starts the framework's Node


def pytest_configure(config: pytest.Config) -> None:
    """Require Terraform where `.ci/run` says so."""
    config.option.require_terraform |= os.environ.get(REQUIRE) == "1"


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Run twice as many tests at once as there are processors: half of their time is waiting."""
    return 2 * (os.cpu_count() or 1)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadFileScheduling | None:
    """Let the tests of a folder that fills a package cache run in one process too."""
    if config.getoption("dist") != "loadfile":
        return None
    from tests.support.scheduling import ByFileOrFolder

    return ByFileOrFolder(config, log)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest first; what deploys needs Terraform."""
    for item in items:
        if item.get_closest_marker("deploy"):
            item.add_marker("terraform")
    items.sort(key=lambda item: (not item.get_closest_marker("deploy"), not item.get_closest_marker("terraform")))
