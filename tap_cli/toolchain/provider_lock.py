"""The lock of the AWS provider: one version and its checksums, committed, and put beside each synthesized stack.

Terraform looks for its lock in the folder that it runs in, which is synthesized; so the committed file lies in the root
of the project, and is copied after each synthesis. Its first line names the platforms whose checksums it holds: on
another one Terraform would refuse every package, so there, and with a mirror of another version, nothing is locked.
"""

from __future__ import annotations

import json
import re
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from tap_cli.errors import UserError
from tap_cli.toolchain.mirror import PROVIDER, VERSIONS, platform_name
from tap_cli.toolchain.project import Project

LOCKED: Final = "5.100.0"
"""The version that the tests run with."""

PLATFORMS: Final = ("linux_amd64", "linux_arm64", "darwin_amd64", "darwin_arm64", "windows_amd64")
VERSION_VARIABLE: Final = "TAP_PROVIDER_VERSION"
"""Tells the app's command the version of the mirror in use."""

LOCK_SECONDS: Final = 1800.0
"""The longest that checksums may take: the registry answers with packages of 100 MB and more."""


def requirement(version: str | None = None) -> dict[str, Any]:
    """Return the Terraform JSON that requires the provider: as the stacks do, or one version."""
    oldest, too_new = (".".join(map(str, numbers)) for numbers in VERSIONS)
    wanted = version or f">= {oldest}, < {too_new}"
    return {"terraform": {"required_providers": {"aws": {"source": PROVIDER, "version": wanted}}}}


def locked_version(project: Project) -> str:
    """Return the version that the lock holds; "" where there is no lock."""
    found = re.search(r'^ *version *= "(.+)"$', _content(project), re.MULTILINE)
    return found[1] if found else ""


def locked_platforms(project: Project) -> list[str]:
    """Return the platforms whose checksums the lock holds."""
    found = re.match(r"# Platforms: (.+)\n", _content(project))
    return found[1].split() if found else []


def place_lock(project: Project, output: Path, variables: Mapping[str, str]) -> None:
    """Put the lock beside each synthesized stack, and take it away where it does not fit.

    Args:
        project: holds the committed lock.
        output: the folder of the synthesized stacks.
        variables: may name the version of a mirror in use.
    """
    in_use = variables.get(VERSION_VARIABLE) or locked_version(project)
    fits = in_use == locked_version(project) and platform_name() in locked_platforms(project)
    for stack in output.glob("stacks/*/cdk.tf.json"):
        lock = stack.with_name(".terraform.lock.hcl")
        if fits:
            lock.write_text(_content(project), "utf-8")
        elif lock.exists() and lock.read_text("utf-8") == _content(project):
            lock.unlink()


def write_provider_lock(
    project: Project, terraform: Path, variables: Mapping[str, str], mirror: Path | None
) -> list[str]:
    """Write the lock anew; return the platforms whose checksums were had.

    Args:
        project: takes the lock.
        terraform: the program.
        variables: all that it inherits.
        mirror: the folder to take checksums from; None for the registry, which has them for every platform.

    Raises:
        UserError: not even those of this platform were had.
    """
    platforms = [platform_name()] if mirror else list(PLATFORMS)
    source = [f"-fs-mirror={mirror}"] if mirror else []
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "main.tf.json").write_text(json.dumps(requirement(LOCKED)))
        answer = subprocess.run(
            [terraform, "providers", "lock", *source, *(f"-platform={name}" for name in platforms)],
            cwd=folder,
            env=variables,
            capture_output=True,
            text=True,
            timeout=LOCK_SECONDS,
            check=False,
        )
        if answer.returncode != 0:
            raise UserError(f"{project.provider_lock.name} is unchanged: terraform failed.\n{answer.stderr.strip()}")
        written = Path(folder, ".terraform.lock.hcl").read_text("utf-8")
    constraint = requirement()["terraform"]["required_providers"]["aws"]["version"]
    content = re.sub(r"constraints = .*", f'constraints = "{constraint}"', written)
    project.provider_lock.write_text(f"# Platforms: {' '.join(platforms)}\n{content}", "utf-8")
    return platforms


def _content(project: Project) -> str:
    return project.provider_lock.read_text("utf-8") if project.provider_lock.exists() else ""
