"""The sample app, synthesized; and a remedy below each failure, since a change of the sample is no fault."""

from collections.abc import Generator

import pytest
from cdktf import App

from pytest_cdktf import SynthesizedStack, synthesize
from tap_stack import DeploymentSettings, EnvironmentStack, load_environments
from tests.sample_app.sample import ENVIRONMENTS


@pytest.fixture(scope="session")
def sample_environments() -> dict[str, DeploymentSettings]:
    """The environments in environments/."""
    return load_environments(ENVIRONMENTS)


@pytest.fixture(scope="session")
def sample_stacks(
    sample_environments: dict[str, DeploymentSettings], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, SynthesizedStack]:
    """The environments in environments/, synthesized."""

    def build(app: App) -> None:
        for deployment in sample_environments.values():
            EnvironmentStack(app, deployment)

    return synthesize(tmp_path_factory.mktemp("sample"), build)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Show below a failure what its mark `remedy` says."""
    report = yield
    if report.failed and (mark := item.get_closest_marker("remedy")):
        report.sections.append(("remedy", mark.args[0]))
    return report
