"""`python3 -m tap_cli.toolchain`: make everything that the project needs, on a bare Python.

This file and the packages' `__init__.py` keep to what an old Python can read, so that it can say what is wrong.
"""

import sys

OLDEST = (3, 11)


def main() -> None:
    """Refuse a Python that is too old, else set up; exit with one message when that fails."""
    if sys.version_info[:2] < OLDEST:
        sys.exit(
            "This project needs Python {}.{} or newer; {} is Python {}.{}. Install a newer one, or name the one to "
            "take: make PYTHON=python3.12 setup".format(*OLDEST, sys.executable, *sys.version_info[:2])
        )
    import signal

    from tap_cli.errors import UserError
    from tap_cli.toolchain.set_up import set_up
    from tap_cli.toolchain.workstation import this_workstation

    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        set_up(this_workstation())
    except UserError as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        sys.exit("Set-up was interrupted. Run it again to go on: make setup")


if __name__ == "__main__":
    main()
