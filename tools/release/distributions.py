"""What this repository is installed as: one folder in `wheels/` for each distribution."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parents[2]
WHEELS: Final = ROOT / "wheels"
VERSION: Final = WHEELS / "VERSION"
"""The one version of all of them."""


@dataclass(frozen=True)
class Distribution:
    """One distribution.

    Attributes:
        folder: holds its `pyproject.toml`, its README, and links to its packages and the licence.
        project: the table `[project]`.
        packages: the packages that its wheel carries.
        left_out: patterns of files in them that it leaves out: the verbs that need a checkout of this repository.
    """

    folder: Path
    project: dict[str, Any]
    packages: tuple[str, ...]
    left_out: tuple[str, ...]

    @property
    def name(self) -> str:
        """What pip calls it."""
        return str(self.project["name"])

    @property
    def file_name(self) -> str:
        """How the names of its files begin."""
        return self.name.replace("-", "_")

    @property
    def scripts(self) -> tuple[str, ...]:
        """The commands that it installs."""
        return tuple(self.project.get("scripts", {}))


def read_distributions() -> list[Distribution]:
    """Return every distribution, those first that others depend on."""
    found = [_read(file.parent) for file in sorted(WHEELS.glob("*/pyproject.toml"))]
    own = {one.name for one in found}
    ordered: list[Distribution] = []
    while found:
        ready = next(one for one in found if not _requires(one) & (own - {done.name for done in ordered}))
        ordered.append(ready)
        found.remove(ready)
    return ordered


def _read(folder: Path) -> Distribution:
    content = tomllib.loads((folder / "pyproject.toml").read_text("utf-8"))
    wheel = content["tool"]["hatch"]["build"]["targets"]["wheel"]
    return Distribution(folder, content["project"], tuple(wheel["packages"]), tuple(wheel.get("exclude", ())))


def _requires(distribution: Distribution) -> set[str]:
    return {requirement.partition(">")[0].partition("[")[0] for requirement in distribution.project["dependencies"]}
