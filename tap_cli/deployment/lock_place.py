"""Where the lock of a state lies, and what is in it: an object beside a state in S3, a file beside a local one."""

from __future__ import annotations

import fcntl
from contextlib import suppress
from pathlib import Path

from tap_cli.deployment.locks import Lock, lock_of_json
from tap_cli.deployment.state_bucket import StateBucket
from tap_cli.toolchain.project import Project
from tap_stack.settings import DeploymentSettings, S3State


def left_lock(project: Project, deployment: DeploymentSettings) -> Lock | None:
    """Read the lock that holds a state now; None where there is none.

    Raises:
        UserError: the bucket does not let the user read it.
    """
    if isinstance(deployment.state, S3State):
        text = StateBucket(deployment, deployment.state).read_lock()
        return lock_of_json(text) if text else None
    return _local(project.root / deployment.state_path)


def _local(state: Path) -> Lock | None:
    """Read the lock of a local state: the kernel knows whether it is held, the file beside it by whom."""
    info = state.with_name(f".{state.name}.lock.info")
    if not state.is_file() or not _is_held(state):
        return None
    with suppress(OSError, ValueError, KeyError):
        return lock_of_json(info.read_text("utf-8"))
    return Lock("", "a process of this machine", "unknown", "unknown")


def _is_held(state: Path) -> bool:
    with state.open("r+b") as file:
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return True
        return False
