"""`python3 -m tap_cli VERB`, and the program `tap`.

On a bare Python only `setup`, `doctor` and `clean` can be run; this file keeps to what an old Python can read.
"""

import importlib.util
import sys


def main() -> int:
    """Run a verb; return its exit code."""
    if importlib.util.find_spec("cyclopts") is not None:
        from tap_cli.app import run_verb

        return run_verb(sys.argv[1:])
    from tap_cli.toolchain.__main__ import main as run_bare

    return run_bare(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
