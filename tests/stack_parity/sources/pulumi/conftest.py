"""Small Pulumi projects, written for one test each."""

from collections.abc import Mapping
from pathlib import Path
from textwrap import dedent
from typing import Protocol

import pytest

PLAIN = "name: p\nruntime: python\n"


class Write(Protocol):
    """Write a project and return its folder."""

    def __call__(
        self, main: str, files: Mapping[str, str] = ..., *, config: str | None = ..., project: str = ...
    ) -> Path: ...


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write(
        main: str, files: Mapping[str, str] | None = None, *, config: str | None = None, project: str = PLAIN
    ) -> Path:
        folder = tmp_path / "project"
        settings = {} if config is None else {"Pulumi.dev.yaml": config}
        for name, text in {"Pulumi.yaml": project, "__main__.py": main, **settings, **(files or {})}.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(dedent(text))
        return folder

    return write
