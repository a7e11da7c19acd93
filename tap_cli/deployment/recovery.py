"""Bring back what a killed deployment left: the lock, the state, and what exists without being in it."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from tap_cli.deployment.adoption import Existing, find_existing
from tap_cli.deployment.approval import ask_for, check_can_ask
from tap_cli.deployment.damaged_state import repair_state
from tap_cli.deployment.environments import find_environment
from tap_cli.deployment.imports import IMPORTS, write_imports
from tap_cli.deployment.lock_place import left_lock
from tap_cli.deployment.locks import Lock, LockHeldError
from tap_cli.deployment.on_aws import show
from tap_cli.deployment.target import Announce, Target, target
from tap_cli.errors import UserError
from tap_cli.toolchain.workstation import Workstation
from tap_stack.settings import S3State


def recover(
    workstation: Workstation, name: str, announce: Announce, *, approved: bool = False, unlock: str | None = None
) -> None:
    """Unlock, adopt and complete one environment, and prove by a further plan that nothing is left to do.

    It may run when nothing is wrong, again, and after it was killed itself.

    Args:
        workstation: the checkout and its user.
        name: the environment.
        announce: called with each line that the user is to know.
        approved: nobody is asked.
        unlock: the id of the lock to take away: whoever gives it knows that its holder is dead.

    Raises:
        UserError: what is in the way; exit code 3 where a lock is held and was not given.
    """
    check_can_ask(name, approved)
    deployment = find_environment(workstation.project, name)
    lock = left_lock(workstation.project, deployment)
    if lock is not None and (lock.id != unlock or not isinstance(deployment.state, S3State)):
        raise _held(name, lock, local=not isinstance(deployment.state, S3State))
    if not isinstance(deployment.state, S3State):
        repair_state(workstation.project.root / deployment.state_path, announce)
    with target(workstation, name, announce) as aim:
        (aim.terraform.stack / IMPORTS).unlink(missing_ok=True)
        if lock is not None:
            _unlock(aim, lock)
        _untaint(aim)
        adopted = _adopt(aim)
        saved = aim.terraform.scratch / "plan"
        try:
            changes = aim.terraform.plan(saved)
            show(changes, announce)
            if not changes:
                announce(f"{name}: nothing to recover.")
                return
            if changes.loses():
                raise UserError(f"{name}: to go on would destroy or replace what exists. Look: tap plan {name}")
            if not approved:
                ask_for(name, changes.count())
            aim.apply(saved)
        finally:
            (aim.terraform.stack / IMPORTS).unlink(missing_ok=True)
        aim.prove_settled()
        announce(f"{name}: recovered: {len(adopted)} adopted; {changes.count()}; a further plan is empty.")


def _held(name: str, lock: Lock, *, local: bool) -> LockHeldError:
    if local:
        return LockHeldError(
            f"The state is locked by {lock}: a Terraform of this machine is at work. Wait for its end."
        )
    return LockHeldError(
        f"The state is locked by {lock}. Once you know that this Terraform is dead: "
        f"tap recover {name} --unlock {lock.id}"
    )


def _unlock(aim: Target, lock: Lock) -> None:
    if working := list(_working_in(aim.terraform.stack)):
        numbers = ", ".join(map(str, working))
        raise LockHeldError(f"A Terraform is at work in this checkout (process {numbers}). Wait for its end.")
    aim.terraform.force_unlock(lock.id)
    aim.announce(f"Unlocked: it was locked by {lock}.")


def _working_in(folder: Path) -> Iterator[int]:
    """Find the processes of this machine that run in a folder, where the system tells (Linux)."""
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            works = (entry / "cwd").readlink() == folder
        except OSError:
            continue
        if works and int(entry.name) != os.getpid():
            yield int(entry.name)


def _untaint(aim: Target) -> None:
    """Keep what was made and marked as half done: the plan completes it in place instead of replacing it."""
    for resource in aim.terraform.state().get("resources", []):
        if any(instance.get("status") == "tainted" for instance in resource["instances"]):
            aim.terraform.untaint(f"{resource['type']}.{resource['name']}")


def _adopt(aim: Target) -> list[Existing]:
    """Write an import block for each resource that exists and that the state does not know."""
    state = aim.terraform.state()
    known = {
        f"{resource['type']}.{resource['name']}"
        for resource in state.get("resources", [])
        if resource["mode"] == "managed" and resource["instances"]
    }
    stack = json.loads((aim.terraform.stack / "cdk.tf.json").read_text("utf-8"))
    session = boto3.Session(region_name=aim.deployment.settings.region)
    try:
        found = list(find_existing(stack["resource"], known, session))
    except (ClientError, BotoCoreError) as error:
        raise UserError(f"{aim.name}: AWS does not say what exists: {error}") from None
    if found:
        write_imports(aim.terraform.stack, found)
    return found
