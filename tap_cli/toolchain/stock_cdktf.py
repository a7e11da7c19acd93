"""The one builder of the cdktf command line, and `pipenv run cdktf …`: with the project's Node, Terraform, provider."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from typing import Final, NoReturn

from tap_cli.errors import UserError
from tap_cli.toolchain.guard import place_guards
from tap_cli.toolchain.process import become
from tap_cli.toolchain.toolbox import Toolbox, find_toolbox
from tap_cli.toolchain.workstation import this_workstation

LOCKING: Final = ("apply", "deploy", "destroy", "diff", "plan")
"""Commands that lock the provider's checksums for other platforms, which only the public registry can answer."""

SKIP_LOCK: Final = "--skip-provider-lock"


def cdktf_command(toolbox: Toolbox, arguments: Sequence[str]) -> list[str]:
    """Return the command line that runs the project's cdktf."""
    locks = bool(arguments) and arguments[0] in LOCKING and SKIP_LOCK not in arguments
    skip = [SKIP_LOCK] if locks and not toolbox.provider.is_registry else []
    return [str(toolbox.node.path), str(toolbox.cdktf.path), *arguments, *skip]


def cdktf_variables(toolbox: Toolbox, base: Mapping[str, str]) -> dict[str, str]:
    """Return the variables for a cdktf that the user watches; where nobody does, it is not to redraw lines."""
    return toolbox.variables(base) | ({} if sys.stdout.isatty() else {"CI": "1"})


def become_cdktf(toolbox: Toolbox, arguments: Sequence[str], base: Mapping[str, str]) -> NoReturn:
    """Put cdktf in this process's place: its questions, signals and exit code are the user's own."""
    become(cdktf_command(toolbox, arguments), cdktf_variables(toolbox, base))


def main() -> None:
    """Become cdktf, or say what is missing.

    The guards of states are placed here too: with `--skip-synth` no synthesis does it.
    """
    try:
        workstation = this_workstation()
        toolbox = find_toolbox(workstation)
    except UserError as error:
        sys.exit(str(error))
    place_guards(workstation.project.root / workstation.variables.get("CDKTF_OUTDIR", workstation.project.output))
    become_cdktf(toolbox, sys.argv[1:], workstation.variables)


if __name__ == "__main__":
    main()
