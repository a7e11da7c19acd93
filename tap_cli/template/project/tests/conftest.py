from pathlib import Path

import pytest

from pytest_cdktf import SynthesizedStack, synthesize
from tap_stack import EnvironmentStack, load_environments
from tap_stack.framework import App

PROJECT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def stacks(tmp_path_factory: pytest.TempPathFactory) -> dict[str, SynthesizedStack]:
    """Synthesize every environment."""

    def build(app: App) -> None:
        for deployment in load_environments(PROJECT / "environments").values():
            EnvironmentStack(app, deployment)

    return synthesize(tmp_path_factory.mktemp("stacks"), build)
