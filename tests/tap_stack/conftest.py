import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from cdktf import App

from pytest_cdktf import SynthesizedStack, synthesize
from tap_stack import EnvironmentStack, FunctionSettings, Settings, load_environments
from tests.support.project import HANDLER


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


@pytest.fixture
def synthesized(project: Callable[..., Path], tmp_path: Path) -> Callable[[str], SynthesizedStack]:
    """Synthesize an environment `live` of this text of a file."""

    def run(text: str) -> SynthesizedStack:
        deployment = load_environments(project(live=f'region = "eu-west-1"\n{text}'))["live"]

        def build(app: App) -> None:
            EnvironmentStack(app, deployment)

        return synthesize(tmp_path / "out", build)["live"]

    return run
