"""`python -m tap_cli.toolchain.write_launcher FILE`: write the program `tap`, as a step of set-up."""

from __future__ import annotations

import sys
from pathlib import Path

from tap_cli.toolchain.packages import launcher
from tap_cli.toolchain.project import PROJECT


def main() -> None:
    """Write the program, and let everybody run it."""
    file = Path(sys.argv[1])
    file.write_text(launcher(PROJECT), "utf-8")
    file.chmod(0o755)


if __name__ == "__main__":
    main()
