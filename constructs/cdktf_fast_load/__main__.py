"""`python -m cdktf_fast_load PROGRAM [ARGUMENT …]`: run a CDKTF program, with fast loading on from its first line.

No order of the program's imports can lose it, and the program need not know of it. `-m MODULE` runs a module.
"""

from __future__ import annotations

import runpy
import sys
from pathlib import Path
from typing import Final

from cdktf_fast_load import enable

USAGE: Final = (
    "Usage: python -m cdktf_fast_load PROGRAM.py [ARGUMENT …], or: python -m cdktf_fast_load -m MODULE [ARGUMENT …]"
)
WRONG_USE: Final = 2


def main() -> None:
    """Become the program: its arguments, its folder first on the path, its name `__main__`."""
    arguments = sys.argv[1:]
    is_module = arguments[:1] == ["-m"]
    arguments = arguments[is_module:]
    if not arguments or arguments[0].startswith("-"):
        print(USAGE, file=sys.stderr)
        sys.exit(WRONG_USE)
    enable()
    sys.argv = arguments
    if is_module:
        runpy.run_module(arguments[0], run_name="__main__", alter_sys=True)
        return
    program = Path(arguments[0])
    if not program.is_file():
        print(f"There is no program {program}. {USAGE}", file=sys.stderr)
        sys.exit(WRONG_USE)
    sys.path[0] = str(program.resolve().parent)  # as `python PROGRAM` does; before, it is the current folder
    runpy.run_path(str(program), run_name="__main__")


if __name__ == "__main__":
    main()
