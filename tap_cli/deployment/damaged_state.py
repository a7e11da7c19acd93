"""A local state that a kill left empty or cut off: set aside, and its backup put in its place where there is one."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

from tap_cli.deployment.target import Announce


def repair_state(state: Path, announce: Announce) -> None:
    """Set a state aside that Terraform cannot read; what it held is adopted anew where the backup does not know it.

    Args:
        state: the file; there may be none.
        announce: called with what was done.
    """
    if not state.is_file() or _is_state(state):
        return
    aside, backup = state.with_name(f"{state.name}.damaged"), state.with_name(f"{state.name}.backup")
    shutil.copy2(state, aside)
    if _is_state(backup):
        copy = state.with_name(f"{state.name}.repaired")
        shutil.copy2(backup, copy)
        os.replace(copy, state)  # in one step: a kill leaves the one or the other  # noqa: PTH105
        announce(f"{state.name} was damaged ({aside.stat().st_size} bytes, kept in {aside.name}): its backup is back.")
    else:
        state.unlink()
        announce(f"{state.name} was damaged ({aside.stat().st_size} bytes, kept in {aside.name}); it has no backup.")


def _is_state(file: Path) -> bool:
    try:
        return isinstance(json.loads(file.read_text("utf-8")), dict)
    except (OSError, ValueError):
        return False
