import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tap_stack import FunctionSettings, Settings
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
