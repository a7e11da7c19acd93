"""What Terraform imports a resource by; the facts lie in `data/import_ids.txt`, which names their source."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

_FILE: Final = Path(__file__).with_name("data") / "import_ids.txt"
_LINES: Final = (line.split(" ", 1) for line in _FILE.read_text("utf-8").splitlines() if not line.startswith("#"))

FORMATS: Final[Mapping[str, str]] = dict(line for line in _LINES)
"""By type, the id with attributes in braces; `-` for a type that cannot be imported."""
BY_ID: Final = "{id}"
IMPOSSIBLE: Final = "-"


def import_id(type_: str, attributes: Mapping[str, object]) -> str | None:
    """Return the id of a deployed resource; None where its type has none or an attribute is missing."""
    form = FORMATS.get(type_, BY_ID)
    names = re.findall(r"{(\w+)}", form)
    if form == IMPOSSIBLE or any(attributes.get(name) in (None, "") for name in names):
        return None
    return form.format(**{name: attributes[name] for name in names})
