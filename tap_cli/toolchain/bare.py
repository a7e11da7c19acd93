"""The verbs that a bare Python can run: without the project's packages there is no command line to read others."""

from __future__ import annotations

from collections.abc import Sequence

from tap_cli.errors import UserError
from tap_cli.toolchain.clean import clean
from tap_cli.toolchain.diagnosis import diagnose, is_well, lines
from tap_cli.toolchain.set_up import set_up
from tap_cli.toolchain.workstation import this_workstation


def run(arguments: Sequence[str]) -> int:
    """Run `setup`, `doctor [--fix]` or `clean`; return the exit code.

    Raises:
        UserError: another verb or option, or what the verb refuses.
    """
    workstation = this_workstation()
    match [*arguments]:
        case ["setup"]:
            set_up(workstation)
        case ["clean"]:
            for folder in clean(workstation.project):
                print(f"{folder.name}/ is removed.")
        case ["doctor"] | ["doctor", "--fix"]:
            if "--fix" in arguments:
                set_up(workstation)
            findings = [*diagnose(workstation)]
            print(*lines(findings), sep="\n")
            return 0 if is_well(findings) else 1
        case _:
            raise UserError("The project's Python packages are not installed. Run: make setup")
    return 0
