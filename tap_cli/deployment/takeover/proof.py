"""The proof of a takeover: on a copy of the state, imports and nothing else, then a plan without a change."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from tap_cli.deployment.adoption import Existing
from tap_cli.deployment.changes import Changes
from tap_cli.deployment.imports import IMPORTS, write_imports
from tap_cli.deployment.takeover.unread import changing, fault_of
from tap_cli.deployment.terraform import Terraform
from tap_cli.errors import UserError
from tap_cli.toolchain.toolbox import Toolbox

STATE: Final = "takeover.tfstate"
BACKEND: Final = "takeover_override.tf.json"
UNCHANGED: Final = "unread_override.tf.json"
"""Override files: Terraform merges them over the configuration (Terraform language, "Override files")."""

Json = dict[str, Any]


@dataclass(frozen=True)
class Workplace:
    """Where the proof is made: the tools, what they inherit, and a folder that goes when all is over."""

    toolbox: Toolbox
    variables: dict[str, str]
    scratch: Path
    announce: Callable[[str], None]

    def terraform(self, folder: Path, name: str) -> Terraform:
        """Return Terraform in a folder, with its data in the scratch folder."""
        variables = {**self.variables, "TF_DATA_DIR": str(self.scratch / name)}
        return Terraform(self.toolbox, folder, variables, self.scratch, self.announce)


@dataclass(frozen=True)
class Proof:
    """What was proved.

    Attributes:
        state: the completed state, with which a plan is empty.
        completed: by address, the attributes that were written into it after the import.
    """

    state: Json
    completed: dict[str, list[str]]


def live_state(place: Workplace, stack: Path) -> Json:
    """Read the state that the stack has now; empty where it has none.

    Raises:
        UserError: Terraform failed.
    """
    terraform = place.terraform(stack, "live")
    terraform.init()
    return terraform.state()


def known_addresses(state: Json) -> set[str]:
    """Return the addresses of what a state manages."""
    managed = [one for one in state.get("resources", []) if one["mode"] == "managed" and one["instances"]]
    return {f"{one['type']}.{one['name']}" for one in managed}


def prove(place: Workplace, stack: Path, state: Json, found: Sequence[Existing]) -> Proof:
    """Import on a copy of the state, complete what imports leave empty, and plan: nothing may change.

    Args:
        place: where the proof is made.
        stack: the folder of the stack's Terraform JSON, which is only read.
        state: the one that the stack has now.
        found: what to import.

    Raises:
        UserError: what is in the way: what is gone, what differs, what would be made or destroyed.
    """
    copy = place.scratch / "stack"
    shutil.copytree(stack, copy, ignore=shutil.ignore_patterns(".terraform", "*.tfstate*"))
    _write(copy / BACKEND, {"terraform": {"backend": {"local": {"path": STATE}}}})
    if state:
        _write(copy / STATE, state)
    write_imports(copy, found)
    terraform = place.terraform(copy, "copy")
    terraform.init()
    saved = place.scratch / "plan"
    changes = terraform.plan(saved)
    completed = _unread(changes, copy)
    if completed:
        _write(copy / UNCHANGED, {"resource": _ignoring(completed, copy)})
        changes = terraform.plan(saved)
        _unread(changes, copy)
    place.announce(f"On a copy of the state: {changes.count()}.")
    terraform.apply(saved)
    (copy / IMPORTS).unlink()
    (copy / UNCHANGED).unlink(missing_ok=True)
    proved = _complete(json.loads((copy / STATE).read_text("utf-8")), completed)
    _write(copy / STATE, proved)
    rest = terraform.plan(saved)
    if rest:
        raise UserError("After the import a plan still has changes:\n" + "\n".join(rest.describe()))
    if not terraform.is_settled():
        raise UserError("terraform plan -detailed-exitcode does not end with 0, though its plan names no change.")
    names = {address: sorted(values) for address, values in completed.items()}
    return Proof(json.loads((copy / STATE).read_text("utf-8")), names)


def _unread(changes: Changes, copy: Path) -> dict[str, Json]:
    """Return, by address, the values that only the configuration knows.

    Raises:
        UserError: the plan would do something else than import.
    """
    faults = [fault for one in changes.resources if (fault := fault_of(one, copy))]
    if faults:
        raise UserError("The takeover would change what is live; nothing was written.\n" + "\n".join(faults))
    return {
        one["address"]: {name: one["change"]["after"].get(name) for name in changing(one["change"])}
        for one in changes.resources
        if one["change"]["actions"] == ["update"]
    }


def _ignoring(completed: dict[str, Json], copy: Path) -> Json:
    """Return overrides by which a plan leaves these attributes as the import left them."""
    stated = _resources(copy)
    found: Json = {}
    for address, values in completed.items():
        type_, name = address.split(".")
        block = stated.get(type_, {}).get(name, {}).get("lifecycle", {})
        lifecycle = block[0] if isinstance(block, list) else block
        before = lifecycle.get("ignore_changes", [])
        ignored = before if before == "all" else sorted({*before, *values})
        found.setdefault(type_, {})[name] = {"lifecycle": {**lifecycle, "ignore_changes": ignored}}
    return found


def _resources(copy: Path) -> Json:
    found: Json = {}
    for file in sorted(copy.glob("*.tf.json")):
        for type_, held in json.loads(file.read_text("utf-8")).get("resource", {}).items():
            found.setdefault(type_, {}).update(held)
    return found


def _complete(state: Json, completed: dict[str, Json]) -> Json:
    """Write the values into a state, which counts as its next version."""
    for resource in state["resources"]:
        values = completed.get(f"{resource['type']}.{resource['name']}", {})
        for instance in resource["instances"] if resource["mode"] == "managed" else []:
            instance["attributes"].update(values)
    return {**state, "serial": state["serial"] + 1}


def _write(file: Path, document: object) -> None:
    file.touch(mode=0o600)
    file.write_text(json.dumps(document, indent=2) + "\n", "utf-8")
