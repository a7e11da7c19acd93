"""A state that is taken to another place: from a file to S3, to another key, or back."""

from __future__ import annotations

import json
import re
from pathlib import PurePosixPath
from typing import Any, Final

from botocore.exceptions import BotoCoreError, ClientError

from tap_cli.deployment.account import find_account
from tap_cli.deployment.environments import find_environment
from tap_cli.deployment.lock_place import left_lock
from tap_cli.deployment.locks import LockHeldError
from tap_cli.deployment.on_aws import show
from tap_cli.deployment.state_bucket import StateBucket
from tap_cli.deployment.target import Announce, target
from tap_cli.errors import UserError
from tap_cli.toolchain.moves import find_moves
from tap_cli.toolchain.origin import Origin, origin_of_state
from tap_cli.toolchain.workstation import Workstation
from tap_stack.settings import DeploymentSettings, LocalState, S3State

ASIDE: Final = ".moved"
"""What the old state's name ends with once it is moved, so that nobody goes on from it."""

_OBJECT: Final = re.compile(r"s3://([^/]+)/(.+)")

Json = dict[str, Any]


def move_state(workstation: Workstation, name: str, origin: str, announce: Announce) -> bool:
    """Take an environment's state from where it lay to where its file says now; set the old one aside.

    It may run again after it was killed. No resource is touched.

    Args:
        workstation: the checkout and its user.
        name: the environment; its file names the new place.
        origin: the old place: a file relative to the project, or `s3://BUCKET/KEY` in the bucket's region.
        announce: called with each line that the user is to know.

    Returns:
        Whether a plan from the new place changes anything.

    Raises:
        UserError: there is no state at the old place, one of something else, or another one at the new place already;
            exit code 3 where either is locked.
    """
    deployment = find_environment(workstation.project, name)
    old = _at(deployment, origin)
    if old.state_location == deployment.state_location:
        raise UserError(f"{origin} is where environments/{name}.toml says that the state lies: nothing is to be moved.")
    if lock := left_lock(workstation.project, old):
        raise LockHeldError(f"The state {origin} is locked by {lock}.")
    text = _read(workstation, old)
    state = _checked(text, origin, deployment)
    with target(workstation, name, announce, init_options=["-reconfigure"]) as aim:
        there = aim.terraform.state()
        if there.get("resources") and _content(there) != _content(state):
            raise UserError(
                f"{deployment.state_location} holds a state of its own, with {len(there['resources'])} resources. "
                f"Move that one away first, or name another place in environments/{name}.toml."
            )
        if not there.get("resources"):
            aim.terraform.push_state(state)
        if _content(aim.terraform.state()) != _content(state):
            raise UserError(f"{deployment.state_location} does not hold what was written. {origin} is as it was.")
        kept = _set_aside(workstation, old)
        announce(f"{name}: the state is in {deployment.state_location}; the old one is kept as {kept}.")
        changes = aim.terraform.plan(aim.terraform.scratch / "plan")
        show(changes, announce)
        return bool(changes)


def _at(deployment: DeploymentSettings, origin: str) -> DeploymentSettings:
    """Return the deployment as it was, with its state at the old place."""
    state: LocalState | S3State
    if found := _OBJECT.fullmatch(origin):
        region = deployment.state.region if isinstance(deployment.state, S3State) else None
        state = S3State(bucket=found[1], key=found[2], region=region)
    else:
        state = LocalState(path=str(PurePosixPath(origin)))
    return deployment.model_copy(update={"state": state})


def _read(workstation: Workstation, old: DeploymentSettings) -> str:
    if isinstance(old.state, S3State):
        return StateBucket(old, old.state).read_state()
    file = workstation.project.root / old.state_path
    return file.read_text("utf-8", "replace") if file.is_file() else ""


def _checked(text: str, origin: str, deployment: DeploymentSettings) -> Json:
    """Refuse what is no state, is empty, or belongs to another account, region, project or environment."""
    try:
        state: Json = json.loads(text or "{}")
    except ValueError:
        raise UserError(f"{origin} is no state of Terraform's: it is no JSON.") from None
    if not state.get("resources"):
        raise UserError(f"{origin} holds no state with resources. Name the place where the state lies.")
    settings = deployment.settings
    written = Origin(find_account(deployment), settings.region, settings.project, settings.environment)
    if moves := find_moves(origin, origin_of_state(text), written):
        raise UserError("\n".join(moves))
    return state


def _content(state: Json) -> Json:
    """Return what a state knows, by address: Terraform gives it another lineage and serial where it writes it anew."""
    return {
        f"{one['mode']} {one['type']}.{one['name']}": [instance["attributes"] for instance in one["instances"]]
        for one in state.get("resources", [])
    }


def _set_aside(workstation: Workstation, old: DeploymentSettings) -> str:
    if isinstance(old.state, S3State):
        try:
            return f"s3://{old.state.bucket}/{StateBucket(old, old.state).set_aside(ASIDE)}"
        except (ClientError, BotoCoreError) as error:
            raise UserError(f"{old.state_location} is moved, and could not be taken away: {error}") from None
    file = workstation.project.root / old.state_path
    return file.replace(file.with_name(file.name + ASIDE)).name
