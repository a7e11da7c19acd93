"""`python3 -m tap_cli VERB`, and the program `tap`.

On a bare Python only `setup` can be run; this file keeps to what an old Python can read.
"""

import importlib.util
import sys


def main() -> int:
    """Run a verb; return its exit code."""
    if importlib.util.find_spec("cyclopts") is not None:
        from tap_cli.app import run_verb

        return run_verb(sys.argv[1:])
    if sys.argv[1:] == ["setup"]:
        from tap_cli.toolchain.__main__ import main as set_up

        set_up()
        return 0
    print("The project's Python packages are not installed. Run: make setup", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
