"""Finds where Terraform gets the AWS provider: as the user's configuration says, a mirror on disk, or the registry."""

from __future__ import annotations

import os
import platform
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tap_cli.toolchain.project import Project

PROVIDER: Final = "hashicorp/aws"
VERSIONS: Final = ((5, 100, 0), (7, 0, 0))
"""The synthesized constraint on the provider: from the first, below the second."""

USUAL_ROOTS: Final = ("/opt", "/srv", "/usr/share", "/usr/local/share", "/usr/local/lib", "/var/lib", "/etc")
"""Where a mirror for a machine without a network tends to lie; none is searched deeper than two folders."""


@dataclass(frozen=True)
class ProviderSource:
    """Where the provider comes from.

    Attributes:
        origin: the same, for people.
        cli_config: the Terraform CLI configuration that says so; None where Terraform finds out by itself.
        is_registry: whether it is downloaded, so that Terraform can also lock its checksums for other platforms.
    """

    origin: str
    cli_config: Path | None
    is_registry: bool


def find_provider(project: Project, environ: Mapping[str, str], home: Path) -> ProviderSource:
    """Find the provider's source, and write the Terraform CLI configuration that a mirror needs."""
    if own := _own_config(environ, home):
        return ProviderSource(f"as {own} says", own, is_registry=False)
    for mirror, version in _mirrors(environ, home):
        config = project.tools / "terraform.rc"
        _write(config, _use_mirror(mirror))
        return ProviderSource(f"{version} from the mirror {mirror}", config, is_registry=False)
    return ProviderSource("from the public registry", None, is_registry=True)


def advice(source: ProviderSource) -> str:
    """Say what to do when Terraform did not get the provider from its source."""
    return (
        f"Terraform did not get the provider {PROVIDER} ({source.origin}). Check the network; without one, unpack a "
        f"mirror (terraform providers mirror) to ~/.terraform.d/plugins or one of {', '.join(USUAL_ROOTS)}, or name a "
        "Terraform CLI configuration in TF_CLI_CONFIG_FILE."
    )


def _own_config(environ: Mapping[str, str], home: Path) -> Path | None:
    """Return the user's own configuration, where Terraform looks for it; one that is named but missing counts not."""
    named = environ.get("TF_CLI_CONFIG_FILE") or environ.get("TERRAFORM_CONFIG")
    file = Path(named) if named else home / ".terraformrc"
    return file if file.is_file() else None


def _mirrors(environ: Mapping[str, str], home: Path) -> Iterator[tuple[Path, str]]:
    """Yield each unpacked mirror that holds a version that will do, with the newest such version.

    First the folders that Terraform itself looks into (its documentation: implied local mirror directories), then the
    usual roots. A mirror's layout is `<host>/hashicorp/aws/<version>/<platform>/`.
    """
    data = Path(environ.get("XDG_DATA_HOME", home / ".local" / "share"))
    implied = [home / ".terraform.d" / "plugins", data / "terraform" / "plugins"]
    below = [folder for root in USUAL_ROOTS for folder in (Path(root), *_folders(Path(root)))]
    for mirror in (*implied, *below):
        found = [
            (numbers, version.name)
            for version in mirror.glob(f"*/{PROVIDER}/*")
            if VERSIONS[0] <= (numbers := _numbers(version.name)) < VERSIONS[1]
            and any(version.glob(f"{platform_name()}/terraform-provider-aws*"))
        ]
        if found:
            yield mirror, max(found)[1]


def _folders(root: Path) -> list[Path]:
    try:
        return sorted(folder for folder in root.iterdir() if folder.is_dir())
    except OSError:
        return []


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split("."))) if re.fullmatch(r"\d+\.\d+\.\d+", version) else ()


def platform_name() -> str:
    """Name this machine as Terraform does."""
    machine = platform.machine().lower()
    return f"{platform.system().lower()}_{ {'x86_64': 'amd64', 'aarch64': 'arm64'}.get(machine, machine) }"


def _use_mirror(mirror: Path) -> str:
    return (
        "provider_installation {\n"
        f'  filesystem_mirror {{\n    path    = "{mirror}"\n    include = ["{PROVIDER}"]\n  }}\n'
        f'  direct {{\n    exclude = ["{PROVIDER}"]\n  }}\n'
        "}\n"
    )


def _write(file: Path, content: str) -> None:
    """Write a file whole: another run may be reading it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    new = file.with_name(f"{file.name}.{os.getpid()}")
    new.write_text(content, "utf-8")
    new.replace(file)
