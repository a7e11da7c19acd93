"""Mirrors of the AWS provider on disk: `<host>/hashicorp/aws/<version>/<platform>/`."""

from __future__ import annotations

import os
import platform
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

PROVIDER: Final = "hashicorp/aws"
VERSIONS: Final = ((5, 100, 0), (7, 0, 0))
"""The synthesized constraint on the provider: from the first, below the second."""

USUAL_ROOTS: Final = ("/opt", "/srv", "/usr/share", "/usr/local/share", "/usr/local/lib", "/var/lib", "/etc")
"""Where a mirror for a machine without a network tends to lie; none is searched deeper than two folders."""


@dataclass(frozen=True)
class Mirror:
    """An unpacked mirror, and the newest version in it that will do."""

    folder: Path
    version: str


def first_mirror(folders: Iterable[Path]) -> Mirror | None:
    """Return the first folder that is a mirror with a version that will do."""
    for folder in folders:
        found = [
            (numbers, version.name)
            for version in _glob(folder, f"*/{PROVIDER}/*")
            if VERSIONS[0] <= (numbers := _numbers(version.name)) < VERSIONS[1]
            and _glob(version, f"{platform_name()}/terraform-provider-aws*")
        ]
        if found:
            return Mirror(folder, max(found)[1])
    return None


def below_usual_roots() -> Iterator[Path]:
    """Yield each usual root and the folders in it."""
    for root in map(Path, USUAL_ROOTS):
        yield root
        yield from (folder for folder in _glob(root, "*") if folder.is_dir())


def use_mirror(mirror: Mirror, config: Path) -> None:
    """Write a Terraform CLI configuration that takes the provider from a mirror, and others as ever."""
    content = (
        "provider_installation {\n"
        f'  filesystem_mirror {{\n    path    = "{mirror.folder}"\n    include = ["{PROVIDER}"]\n  }}\n'
        f'  direct {{\n    exclude = ["{PROVIDER}"]\n  }}\n'
        "}\n"
    )
    config.parent.mkdir(parents=True, exist_ok=True)
    new = config.with_name(f"{config.name}.{os.getpid()}")  # written whole: another process may be reading it
    new.write_text(content, "utf-8")
    new.replace(config)


def platform_name() -> str:
    """Name this machine as Terraform does."""
    machine = platform.machine().lower()
    return f"{platform.system().lower()}_{ {'x86_64': 'amd64', 'aarch64': 'arm64'}.get(machine, machine) }"


def _glob(folder: Path, pattern: str) -> list[Path]:
    """Return what matches in a folder; nothing where the user may not read it."""
    try:
        return sorted(folder.glob(pattern))
    except OSError:
        return []


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split("."))) if re.fullmatch(r"\d+\.\d+\.\d+", version) else ()
