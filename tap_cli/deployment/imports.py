"""Import blocks beside a stack's own configuration, while they are needed: of recovery and of takeover alike."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from tap_cli.deployment.adoption import Existing

IMPORTS: Final = "adopted.tf.json"


def write_imports(stack: Path, found: Iterable[Existing]) -> Path:
    """Write an import block for each resource; return the file."""
    blocks = [{"to": one.address, "id": one.id} for one in found]
    file = stack / IMPORTS
    file.write_text(json.dumps({"import": blocks}, indent=2) + "\n", "utf-8")
    return file
