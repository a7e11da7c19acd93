"""`make help`: the targets of a Makefile, from its own comments; runs on a bare Python."""

from __future__ import annotations

import re
import sys
from pathlib import Path


def targets(makefile: str) -> dict[str, str]:
    """Return each target that has a `## comment`, in the file's order."""
    return dict(re.findall(r"^([\w-]+):.*?## (.+)$", makefile, re.MULTILINE))


def main() -> None:
    """List the targets of the Makefile that is named."""
    found = targets(Path(sys.argv[1]).read_text("utf-8"))
    width = max(map(len, found))
    print("make TARGET [ENV=dev]    make answers 2 for every failure; .venv/bin/tap VERB has the exit code itself\n")
    for name, text in found.items():
        print(f"  {name:{width}}  {text}")


if __name__ == "__main__":
    main()
