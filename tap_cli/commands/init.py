"""`tap init`."""

from __future__ import annotations

from pathlib import Path

from tap_cli.new_project import make_project


def init(name: str, /, *, pulumi: bool = False) -> None:
    """Make a project of your own in a new folder: app, environments, handler, tests, pipeline.

    Args:
        name: The folder's name, and the first part of the names at AWS.
        pulumi: Put the Pulumi version beside it, and a test that compares the two.
    """
    make_project(Path.cwd(), name, pulumi=pulumi)
    print(
        f"{name}/ is a project. Next:\n\n"
        f"  cd {name}\n"
        "  tap demo    deploys it to an emulated AWS on this machine; the first time it fetches what is missing\n"
        "  pytest      runs its tests"
    )
