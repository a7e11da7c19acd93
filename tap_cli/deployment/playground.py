"""The playground: an emulated AWS that stays up, with what an environment's first deployment needs to find there."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import boto3

import tap_emulator
from tap_cli.deployment.demo import create_state_bucket, function_python, process_variables
from tap_cli.deployment.environments import read_environments
from tap_cli.errors import UserError
from tap_cli.toolchain.project import Project
from tap_stack.settings import DeploymentSettings, S3State


def keep_playground(project: Project, port: int, log: Path | None = None) -> None:
    """Keep an emulated AWS up until Ctrl-C, with the state buckets of every environment.

    Args:
        project: the checkout.
        port: on 127.0.0.1; 0 takes any free one.
        log: takes its log (default: nowhere).

    Raises:
        UserError: it cannot be started, or a file of settings has a fault.
    """
    if log is not None:
        check_writable(log)
    environments = list(read_environments(project).values())

    def prepare(aws: tap_emulator.Emulator) -> Sequence[str]:
        return _create_buckets(environments, aws)

    region = {"AWS_REGION": environments[0].settings.region} if environments else {}
    try:
        tap_emulator.keep_up(port=port, log=log, lambda_python=function_python(project), more=region, prepare=prepare)
    except tap_emulator.EmulatorError as error:
        raise UserError(str(error)) from None


def _create_buckets(environments: Sequence[DeploymentSettings], aws: tap_emulator.Emulator) -> Sequence[str]:
    states = {one.state.bucket: one for one in environments if isinstance(one.state, S3State)}
    with process_variables(aws.variables(os.environ)):
        for deployment in states.values():
            create_state_bucket(deployment, boto3.Session(region_name=deployment.state_region))
    return [f"State buckets that are there: {', '.join(states)}."] if states else []


def check_writable(file: Path) -> None:
    """Refuse a file that cannot be written.

    Raises:
        UserError: why not.
    """
    try:
        file.open("ab").close()
    except OSError as error:
        raise UserError(f"{file} cannot be written: {error.strerror}. Name another file.") from None
