"""Where states lie: places, which two texts may name."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from tap_stack.faults import Fault
from tap_stack.settings.deployment import DeploymentSettings, S3State

LOCK: Final = ".tflock"
"""What Terraform's S3 backend adds to a state's key for the object that locks it (`use_lockfile`)."""


def state_place(deployment: DeploymentSettings, project: Path) -> str:
    """Return one text for each place: two environments whose texts are equal would overwrite each other's state.

    A file's place is where its links lead, in lower case, since not every file system tells case apart; an object's is
    its bucket, whose name is unique whatever the region, and its key, with the object that locks it.

    Args:
        deployment: the environment.
        project: where a local state's path starts.
    """
    if isinstance(deployment.state, S3State):
        key = posixpath.normpath(deployment.state_key.removesuffix(LOCK))
        return f"s3://{deployment.state.bucket}/{key}"
    return os.path.realpath(project / deployment.state_path).casefold()


def place_faults(deployment: DeploymentSettings, project: Path, where: str) -> Iterator[Fault]:
    """Find a local state that a link leads out of the project, or that is no file.

    Args:
        deployment: the environment.
        project: where a local state's path starts.
        where: the environment's file, as its author knows it.
    """
    if isinstance(deployment.state, S3State):
        return
    file = project / deployment.state_path
    if not Path(os.path.realpath(file)).is_relative_to(os.path.realpath(project)):
        found, remedy = f"{deployment.state_path!r}, which a link leads out of the project", "remove the link"
    elif os.path.isdir(file):  # noqa: PTH112 - Path.is_dir raises for a name that is too long
        found, remedy = f"{deployment.state_path!r}, which is a folder", "name a file, or rename the folder"
    else:
        return
    yield Fault(f"{where}: state.path", found, "a file inside the project", remedy)
