"""`tap reference`."""

from __future__ import annotations

from typing import NoReturn

from tap_cli.app import Door
from tap_cli.toolchain.process import become


def reference(*, workstation: Door) -> NoReturn:
    """Write what is made from the code: docs/settings.md, environments/schema.json and the like."""
    become([workstation.project.python, "-m", "docs.generate"], workstation.variables)
