"""`tap clean`."""

from __future__ import annotations

from tap_cli.app import Door
from tap_cli.toolchain import clean as toolchain


def clean(*, workstation: Door) -> None:
    """Remove what set-up, the demo and a synthesis made; `make setup` makes it again. No state is touched.

    Args:
        workstation: The checkout and its user.
    """
    for folder in toolchain.clean(workstation.project):
        print(f"{folder.name}/ is removed.")
