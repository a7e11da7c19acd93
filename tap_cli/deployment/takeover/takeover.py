"""Takeover of a live stack, from an export of Pulumi's or by the names that its resources have."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from stack_parity import InputError, Takeover, match_export
from tap_cli.deployment.adoption import Existing, find_existing
from tap_cli.deployment.imports import write_imports
from tap_cli.deployment.takeover.proof import Workplace, known_addresses, live_state, prove
from tap_cli.deployment.takeover.runbook import STATE, runbook
from tap_cli.errors import UserError
from tap_cli.toolchain.toolbox import find_toolbox
from tap_cli.toolchain.workstation import Workstation

CONFIGURATIONS = ("cdk.tf.json", "main.tf.json")


def take_over(
    workstation: Workstation, export: Path | None, stack: Path, out: Path, announce: Callable[[str], None]
) -> None:
    """Prove a takeover on a copy of the state, and write the completed state, import blocks and a runbook.

    Nothing else is written: the state of the stack and that of Pulumi stay as they are.

    Args:
        workstation: the checkout and its user.
        export: the file of `pulumi stack export`; None finds what is live by the names of the stack.
        stack: the folder of the stack's Terraform JSON.
        out: the folder to make.
        announce: called with each line that the user is to know.

    Raises:
        UserError: what is in the way; then `out` is not made.
    """
    configuration = _configuration(stack)
    if out.exists():
        raise UserError(f"{out}: it is there already, and what is in it is kept. Name a new folder.")
    matched = _matched(export, stack) if export else None
    if matched:
        announce(f"{len(matched.resources)} pairs; {matched.report.headline}")
    toolbox = find_toolbox(workstation)
    announce(toolbox.describe())
    scratch = Path(tempfile.mkdtemp(prefix="takeover-"))
    try:
        variables = {**toolbox.variables(workstation.variables), "TF_IN_AUTOMATION": "1"}
        place = Workplace(toolbox, variables, scratch, announce)
        state = live_state(place, stack)
        found = existing_of(matched, state) if matched else _by_name(configuration, state)
        proof = prove(place, stack, state, found)
        pair = (export, matched) if export and matched else None
        ready = scratch / "ready"
        ready.mkdir()
        (ready / STATE).touch(mode=0o600)
        (ready / STATE).write_text(json.dumps(proof.state, indent=2) + "\n", "utf-8")
        write_imports(ready, found)
        (ready / "runbook.md").write_text(runbook(stack.resolve(), out.resolve(), found, proof, pair), "utf-8")
        _move(ready, out)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    announce(f"terraform plan -detailed-exitcode: 0, No changes. What to do now: {out / 'runbook.md'}")


def _configuration(stack: Path) -> dict[str, Any]:
    file = next((stack / name for name in CONFIGURATIONS if (stack / name).is_file()), None)
    if file is None:
        raise UserError(f"{stack}: no {' or '.join(CONFIGURATIONS)} in this folder. Synthesize or translate first.")
    try:
        found: dict[str, Any] = json.loads(file.read_text("utf-8"))
    except ValueError as error:
        raise UserError(f"{file}: no JSON ({error}).") from None
    return found


def _matched(export: Path, stack: Path) -> Takeover:
    try:
        return match_export(export, stack)
    except InputError as error:
        raise UserError(f"No takeover; nothing was written.\n{error}") from None


def existing_of(matched: Takeover, state: dict[str, Any]) -> list[Existing]:
    """Return what is to be imported.

    Raises:
        UserError: the state knows a part of it already.
    """
    known = known_addresses(state)
    if twice := [one.address for one in matched.resources if one.address in known]:
        raise UserError(f"The stack's state knows these already: {', '.join(twice)}. Nothing was written.")
    return [Existing(one.address, one.id) for one in matched.resources]


def _by_name(configuration: dict[str, Any], state: dict[str, Any]) -> list[Existing]:
    providers = configuration.get("provider", {}).get("aws", [{}])
    first = providers[0] if isinstance(providers, list) else providers
    region = first.get("region") if "${" not in str(first.get("region")) else None
    try:
        session = boto3.Session(region_name=region or os.environ.get("AWS_REGION"))
        found = list(find_existing(configuration.get("resource", {}), known_addresses(state), session))
    except (ClientError, BotoCoreError) as error:
        raise UserError(f"AWS does not say what exists: {error}") from None
    if not found:
        raise UserError("Nothing that the state does not know is live under the names of this stack.")
    return found


def _move(ready: Path, out: Path) -> None:
    """Make the folder appear whole: copied beside its place, then renamed."""
    out.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    try:
        shutil.copytree(ready, beside, dirs_exist_ok=True)
        beside.rename(out)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
