"""`python3 -m tap_cli.toolchain [VERB]`: set-up, and what is needed when nothing is set up yet, on a bare Python.

This file and the packages' `__init__.py` keep to what an old Python can read, so that it can say what is wrong.
"""

import sys

OLDEST = (3, 11)


def main(arguments: "list[str]") -> int:
    """Run a verb and return its exit code; exit with one message when it fails, or when this Python is too old."""
    if sys.version_info[:2] < OLDEST:
        sys.exit(
            "This project needs Python {}.{} or newer; {} is Python {}.{}. Install a newer one, or name the one to "
            "take: make PYTHON=python3.12 setup".format(*OLDEST, sys.executable, *sys.version_info[:2])
        )
    import signal

    from tap_cli.errors import UserError
    from tap_cli.toolchain.bare import run

    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        return run(arguments)
    except UserError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        sys.exit("Set-up was interrupted. Run it again to go on: make setup")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or ["setup"]))
