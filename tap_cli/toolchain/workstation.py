"""What a command starts from, as one value that is made once, at the door."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tap_cli.errors import UserError
from tap_cli.toolchain.project import PROJECT, Project


@dataclass(frozen=True)
class Workstation:
    """A checkout, and the user who works on it.

    Attributes:
        project: where things lie in the checkout.
        variables: the variables of the user's process.
        home: the user's home folder.
    """

    project: Project
    variables: Mapping[str, str]
    home: Path

    @property
    def path(self) -> str:
        """Where the user's programs are looked for."""
        return self.variables.get("PATH", os.defpath)


def this_workstation() -> Workstation:
    """Return this checkout with the variables of this process.

    Raises:
        UserError: the user has no home folder, or is in no project.
    """
    if PROJECT.is_own and not (PROJECT.root / "cdktf.json").is_file():
        raise UserError(
            f"There is no project in {PROJECT.root}: neither it nor a folder above has a cdktf.json. Go to your "
            "project, or make one: tap init NAME"
        )
    try:
        return Workstation(PROJECT, dict(os.environ), Path.home())
    except RuntimeError:
        raise UserError(
            "You have no home folder: HOME is unset, and the system knows none. Run: export HOME=…"
        ) from None
