"""A plan that was kept: applied only as long as what it was made from is here now: the configuration and the state."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any, Final

from tap_cli.errors import UserError

Json = dict[str, Any]

CONFIGURATION: Final = "tfconfig/m-/cdk.tf.json"
"""Where a plan keeps the configuration of its root module (Terraform's plan files are archives of this shape)."""

PRIOR_STATE: Final = "tfstate"
"""Where a plan keeps the state that it was made from."""

STALE: Final = "The plan is stale: the state has changed since it was made. Make a new one."


def check_configuration(plan: Path, stack: Path) -> None:
    """Refuse a plan of another configuration.

    Args:
        plan: the file.
        stack: the folder of the stack that was just synthesized.

    Raises:
        UserError: it is no plan, or one of another configuration.
    """
    if _read(plan, CONFIGURATION) != json.loads((stack / "cdk.tf.json").read_text("utf-8")):
        raise UserError(
            f"{plan} was made from other settings or other code than are here now. Make a new one: "
            f"tap plan {stack.name} --out {plan}"
        )


def check_state(plan: Path, state: Json) -> None:
    """Refuse a plan whose state has changed since; Terraform does, too, once it holds the lock.

    Args:
        plan: the file.
        state: what `terraform state pull` prints; empty where there is none.

    Raises:
        UserError: it is no plan, or one of another state.
    """
    if _version(_read(plan, PRIOR_STATE)) != _version(state):
        raise UserError(STALE)


def _version(state: Json) -> tuple[str, int]:
    return state.get("lineage", ""), state.get("serial", 0)


def _read(plan: Path, part: str) -> Json:
    try:
        with zipfile.ZipFile(plan) as archive:
            found: Json = json.loads(archive.read(part))
            return found
    except (OSError, KeyError, ValueError, zipfile.BadZipFile) as error:
        raise UserError(f"{plan} is no plan that tap plan has kept: {error}") from None
