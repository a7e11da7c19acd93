"""The settings of every environment side by side."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from tap_cli.toolchain.project import Project
from tap_stack.settings import DeploymentSettings

INNER: Final = "settings"
"""What `DeploymentSettings` nests, and a file holds at its top."""

FILE_NAME: Final = "environment"
"""The setting that the file's name is."""

ABSENT: Final = None
"""The value of a setting that one environment has and another does not, such as a variable."""


@dataclass(frozen=True)
class Row:
    """One setting, by its path in a file, with its value in each environment."""

    path: str
    values: Sequence[Any]

    @property
    def differs(self) -> bool:
        """Whether two environments have different values."""
        return any(value != self.values[0] for value in self.values)

    def texts(self) -> Iterator[str]:
        """Yield each value as a file would have it; an empty text where there is none."""
        for value in self.values:
            yield "" if value in (ABSENT, "") else value if isinstance(value, str) else json.dumps(value)


def settings_of(project: Project, deployment: DeploymentSettings) -> dict[str, Any]:
    """Return the settings of an environment as its file nests them, with every default."""
    dumped: dict[str, Any] = deployment.model_dump(mode="json")
    nested = {**dumped.pop(INNER), **dumped}
    del nested[FILE_NAME]
    code = Path(nested["function"]["code"])
    place = code.relative_to(project.root).as_posix() if code.is_relative_to(project.root) else str(code)
    return {**nested, "function": {**nested["function"], "code": place}}


def rows(environments: Sequence[Mapping[str, Any]]) -> list[Row]:
    """Return a row for each setting of any environment, in the order of the settings."""
    flat = [dict(_flat(settings)) for settings in environments]
    paths = dict.fromkeys(path for settings in flat for path in settings)
    return [Row(path, [settings.get(path, ABSENT) for settings in flat]) for path in _grouped(paths)]


def _flat(settings: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in settings.items():
        path = f"{prefix}{name}"
        if isinstance(value, dict):
            yield from _flat(value, f"{path}.")
        else:
            yield path, value


def _grouped(paths: Mapping[str, None]) -> list[str]:
    """Keep what lies in one table of a file together, whichever environment names it first."""
    tables = list(dict.fromkeys(path.rpartition(".")[0] for path in paths))
    return sorted(paths, key=lambda path: tables.index(path.rpartition(".")[0]))
