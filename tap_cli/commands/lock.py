"""`tap lock`."""

from __future__ import annotations

from tap_cli.app import Door
from tap_cli.toolchain.lock_files import write_locks
from tap_cli.toolchain.provider_lock import PLATFORMS, write_provider_lock
from tap_cli.toolchain.toolbox import find_toolbox


def lock(*, only_provider: bool = False, workstation: Door) -> None:
    """Resolve Pipfile and package.json anew, and lock the AWS provider.

    Args:
        only_provider: Write the lock of the provider alone.
        workstation: The checkout and its user.
    """
    if not only_provider:
        write_locks(workstation)
    toolbox = find_toolbox(workstation)
    mirror = None if toolbox.provider.is_registry else toolbox.provider.path
    variables = toolbox.variables(workstation.variables)
    had = write_provider_lock(workstation.project, toolbox.terraform.path, variables, mirror)
    print(f"{workstation.project.provider_lock.name}: checksums for {', '.join(had)}")
    if missing := [name for name in PLATFORMS if name not in had]:
        print(f"Missing are {', '.join(missing)}: only the registry has them. Where it answers, run: make lock")
