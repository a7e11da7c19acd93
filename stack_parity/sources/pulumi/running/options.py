"""What a user says of how Pulumi programs are run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final


@dataclass(frozen=True)
class RunOptions:
    """Options of a run; each default leaves it to the project."""

    config: Mapping[str, str] = field(default_factory=dict)
    """Configuration values by key; one without a namespace is the project's."""
    config_file: Path | None = None
    """A file in the form of `Pulumi.<stack>.yaml`, instead of the stack's own."""
    python: str | None = None
    """The interpreter: a path, or a name on PATH."""
    readable: tuple[Path, ...] = ()
    """Folders that the program may read besides its own checkout."""


DEFAULTS: Final = RunOptions()
