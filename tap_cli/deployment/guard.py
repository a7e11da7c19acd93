"""What is looked at before Terraform runs: the account, what is deployed already, and the bucket of the state."""

from __future__ import annotations

from collections.abc import Callable

from tap_cli.deployment.account import find_account, missing_account
from tap_cli.deployment.environments import orphaned_states, read_environments
from tap_cli.deployment.state_bucket import StateBucket
from tap_cli.errors import UserError
from tap_cli.toolchain.moves import find_moves
from tap_cli.toolchain.origin import Origin, origin_of_state
from tap_cli.toolchain.workstation import Workstation
from tap_stack.settings import DeploymentSettings, S3State


def check_deployment(workstation: Workstation, deployment: DeploymentSettings, announce: Callable[[str], None]) -> None:
    """Say where a command is about to act, and refuse what would act elsewhere than the state says; write nothing.

    Args:
        workstation: the checkout and its user.
        deployment: the environment.
        announce: called with each line that the user is to know.

    Raises:
        UserError: credentials that do not work, another account than the environment's, a state that cannot be read,
            or one whose resources are in another account, region, project or environment.
    """
    settings, endpoint = deployment.settings, workstation.variables.get("AWS_ENDPOINT_URL")
    account = find_account(deployment)
    at = f", endpoint {endpoint}" if endpoint else ""
    announce(f"AWS: account {account}, region {settings.region}, environment {settings.environment}{at}")
    if warning := missing_account(deployment, account):
        announce(warning)
    for _, gone in orphaned_states(workstation.project, read_environments(workstation.project)):
        announce(gone)
    if isinstance(deployment.state, S3State):
        bucket = StateBucket(deployment, deployment.state)
        state = bucket.read_state()
        for line in bucket.describe():
            announce(line)
    else:
        file = workstation.project.root / deployment.state_path
        state = file.read_text("utf-8", "replace") if file.is_file() else ""
    written = Origin(account, settings.region, settings.project, settings.environment)
    if moves := find_moves(deployment.state_location, origin_of_state(state), written):
        raise UserError("\n".join(moves))
