"""A plan that was kept: applied only as long as what it was made from is what would be synthesized now."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Final

from tap_cli.errors import UserError

CONFIGURATION: Final = "tfconfig/m-/cdk.tf.json"
"""Where a plan keeps the configuration of its root module (Terraform's plan files are archives of this shape)."""


def check_configuration(plan: Path, stack: Path) -> None:
    """Refuse a plan of another configuration; Terraform itself refuses one whose state has moved since.

    Args:
        plan: the file.
        stack: the folder of the stack that was just synthesized.

    Raises:
        UserError: it is no plan, or one of another configuration.
    """
    try:
        with zipfile.ZipFile(plan) as archive:
            planned = json.loads(archive.read(CONFIGURATION))
    except (OSError, KeyError, ValueError, zipfile.BadZipFile) as error:
        raise UserError(f"{plan} is no plan that tap plan has kept: {error}") from None
    if planned != json.loads((stack / "cdk.tf.json").read_text("utf-8")):
        raise UserError(
            f"{plan} was made from other settings or other code than are here now. Make a new one: "
            f"tap plan {stack.name} --out {plan}"
        )
