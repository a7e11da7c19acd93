import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from cdktf import App
from tests.support.project import ENVIRONMENTS, HANDLER
from tests.support.synthesis import SynthesizedStack, synthesize

from tap_stack import EnvironmentStack, FunctionSettings, Settings, load_environments


@pytest.fixture(scope="session")
def environments() -> dict[str, Settings]:
    """The project's own environments."""
    return load_environments(ENVIRONMENTS)


@pytest.fixture(scope="session")
def stacks(environments: dict[str, Settings], tmp_path_factory: pytest.TempPathFactory) -> dict[str, SynthesizedStack]:
    """The project's own environments, synthesized once."""

    def build(app: App) -> None:
        for settings in environments.values():
            EnvironmentStack(app, settings)

    return synthesize(tmp_path_factory.mktemp("stacks"), build)


@pytest.fixture
def settings() -> Settings:
    """Settings with nothing but what they must have."""
    return Settings(environment="test", region="eu-west-1", function=FunctionSettings(code=HANDLER))


@pytest.fixture
def project(tmp_path: Path) -> Callable[..., Path]:
    """Make a project of environment files: `project(dev="region = …")` returns its folder environments/."""

    def make(**files: str) -> Path:
        shutil.copytree(HANDLER, tmp_path / "handler", ignore=shutil.ignore_patterns("__pycache__"))
        folder = tmp_path / "environments"
        folder.mkdir()
        for name, text in files.items():
            (folder / f"{name}.toml").write_text(text)
        return folder

    return make
