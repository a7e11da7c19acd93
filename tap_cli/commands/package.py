"""`tap package`."""

from __future__ import annotations

from tap_cli.app import Door
from tap_cli.deployment.environments import find_environment
from tap_cli.errors import UserError
from tap_stack.package import PackageError, build_package


def package(environment: str, /, *, workstation: Door) -> None:
    """Print what an environment's package holds: mode, size, SHA-256 and path of each file, and its own hash.

    Args:
        environment: The name of a file in environments/.
        workstation: The checkout and its user.
    """
    code = find_environment(workstation.project, environment).settings.function.code
    try:
        built = build_package(code)
    except PackageError as error:
        raise UserError(str(error)) from None
    for entry in built.manifest:
        print(f"{entry.mode:o} {entry.size:>12,} {entry.sha256} {entry.path}")
    files = "1 file" if len(built.manifest) == 1 else f"{len(built.manifest)} files"
    print(f"{files}, {len(built.content):,} bytes zipped; CodeSha256 {built.source_code_hash}")
