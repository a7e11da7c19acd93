from collections.abc import Iterator

import pytest
from cdktf import App

import tap_emulator
from pytest_cdktf import SynthesizedStack, synthesize
from tap_cli.toolchain.project import PROJECT
from tap_stack import DeploymentSettings, EnvironmentStack, load_environments
from tests.support.project import ENVIRONMENTS


@pytest.fixture(scope="session")
def environments() -> dict[str, DeploymentSettings]:
    """The environments of the tests' own app."""
    return load_environments(ENVIRONMENTS)


@pytest.fixture(scope="session")
def stacks(
    environments: dict[str, DeploymentSettings], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, SynthesizedStack]:
    """The environments of the tests' own app, synthesized once."""

    def build(app: App) -> None:
        for deployment in environments.values():
            EnvironmentStack(app, deployment)

    return synthesize(tmp_path_factory.mktemp("stacks"), build)


@pytest.fixture(scope="session")
def aws() -> Iterator[tap_emulator.Emulator]:
    """One emulated AWS for the whole run; functions run under Python 3.12 where set-up found one."""
    python = PROJECT.lambda_python
    with tap_emulator.running(lambda_python=python if python.exists() else None) as running:
        yield running
