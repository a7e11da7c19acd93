"""`python3 -m tap_cli.toolchain`: make everything that the project needs, on a bare Python.

This file and the package's `__init__.py` keep to what an old Python can read, so that it can say what is wrong.
"""

import sys

OLDEST = (3, 11)


def main() -> None:
    """Refuse a Python that is too old, else set up."""
    if sys.version_info[:2] < OLDEST:
        sys.exit(
            "This project needs Python {}.{} or newer; {} is Python {}.{}. Install a newer one, or name the one to "
            "take: make PYTHON=python3.12 setup".format(*OLDEST, sys.executable, *sys.version_info[:2])
        )
    from tap_cli.toolchain.provisioning import main as provision

    provision()


if __name__ == "__main__":
    main()
