"""The demo: one environment deployed to an emulated AWS, checked, invoked, shown, and gone."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import boto3
from botocore.exceptions import BotoCoreError, ClientError

import tap_emulator
from tap_cli.deployment.deployed_stack import Stack
from tap_cli.deployment.environments import find_environment
from tap_cli.deployment.invocation import Invocation, invoke
from tap_cli.deployment.isolated import IsolatedDeployment
from tap_cli.deployment.readback import Comparison, compare
from tap_cli.deployment.smoke import try_service
from tap_cli.deployment.steps import Steps
from tap_cli.errors import UserError
from tap_cli.toolchain.project import Project
from tap_cli.toolchain.toolbox import Toolbox, find_toolbox, without_steering
from tap_cli.toolchain.workstation import Workstation
from tap_stack.settings import DeploymentSettings, S3State

NO_LOCATION: Final = "us-east-1"
"""The one region whose buckets are created without naming it (the S3 API's CreateBucket)."""


@dataclass(frozen=True)
class DemoReport:
    """What a demo that went well has seen.

    Attributes:
        deployment: the environment's settings.
        toolbox: the tools that deployed it.
        runtime: what ran its function.
        folder: where Terraform ran; there while the demo is up.
        stack: what was deployed.
        comparisons: every property that was read back.
        invocation: what the function answered and left behind.
    """

    deployment: DeploymentSettings
    toolbox: Toolbox
    runtime: str
    folder: Path
    stack: Stack
    comparisons: Sequence[Comparison]
    invocation: Invocation


def demo(
    workstation: Workstation,
    name: str,
    show_step: Callable[[str, float], None],
    while_up: Callable[[DemoReport, tap_emulator.Emulator], None] = lambda *_: None,
    announce_step: Callable[[str], object] = str,
) -> DemoReport:
    """Run the demo of one environment; real AWS is out of reach all the time.

    Args:
        workstation: the checkout and its user.
        name: the environment.
        show_step: called when a step has ended, with its title and its seconds.
        while_up: called when all is deployed and well; the emulated AWS is stopped when it returns.
        announce_step: called when a step begins, with its title.

    Raises:
        UserError: a step failed; the demo's folder stays and is named.
    """
    project = workstation.project
    deployment = find_environment(project, name)
    settings = deployment.settings
    toolbox = find_toolbox(workstation)
    steps = Steps(show_step, announce_step)
    with _demo_folder(project, name, steps) as folder:
        steps.begin("start the emulated AWS")
        with tap_emulator.running(log=folder / "emulator.log", lambda_python=function_python(project)) as aws:
            steps.end()
            variables = toolbox.variables(aws.variables(without_steering(workstation.variables)))
            isolated = IsolatedDeployment(toolbox, name, folder, variables)
            with process_variables(variables):
                session = boto3.Session(region_name=settings.region)
                create_state_bucket(deployment, session)
                isolated.deploy(steps)
                with steps.step("plan again: no changes"):
                    isolated.check_plan_is_empty()
                with steps.step("read everything back through the AWS API: as synthesized"):
                    stack = isolated.read_stack()
                    comparisons = compare(stack, session)
                    if different := [str(comparison) for comparison in comparisons if not comparison.is_same]:
                        raise UserError("\n".join(different))
                with steps.step("invoke the function through the Lambda API"):
                    invocation = invoke(settings, session)
                if deployment.api or deployment.monitoring:
                    with steps.step("smoke test: the API answers, the alarms are there"):
                        list(try_service(deployment, session))
            report = DemoReport(deployment, toolbox, aws.runtime, isolated.stack_folder, stack, comparisons, invocation)
            while_up(report, aws)
            steps.begin("stop the emulated AWS")
        steps.end()
    return report


def function_python(project: Project) -> Path | None:
    """Return the Python 3.12 that set-up made for functions; None where this machine has none, for the current one."""
    return project.lambda_python if project.lambda_python.exists() else None


def create_state_bucket(deployment: DeploymentSettings, session: boto3.Session) -> None:
    """Create the bucket of an S3 state, which on AWS exists before the first deployment."""
    if not isinstance(deployment.state, S3State):
        return
    client = session.client("s3", region_name=deployment.state_region)
    location: Any = {"CreateBucketConfiguration": {"LocationConstraint": deployment.state_region}}
    client.create_bucket(Bucket=deployment.state.bucket, **({} if deployment.state_region == NO_LOCATION else location))


@contextmanager
def _demo_folder(project: Project, name: str, steps: Steps) -> Iterator[Path]:
    """Give the demo a folder, and remove it when all went well.

    Raises:
        UserError: what went wrong inside, with the step and the folder.
    """
    project.demos.mkdir(exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=f"{name}-", dir=project.demos))
    try:
        yield folder
    except (UserError, tap_emulator.EmulatorError, ClientError, BotoCoreError) as error:
        kept = folder.relative_to(project.root)
        raise UserError(f"Failed to {steps.current}.\n{error}\nEverything that was printed is in {kept}/") from None
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    shutil.rmtree(folder)


@contextmanager
def process_variables(variables: Mapping[str, str]) -> Iterator[None]:
    """Let boto3 see these variables and no other: it reads profiles, proxies and endpoints from the process's own."""
    before = dict(os.environ)
    _replace_variables(variables)
    try:
        yield
    finally:
        _replace_variables(before)


def _replace_variables(variables: Mapping[str, str]) -> None:
    os.environ.clear()
    os.environ.update(variables)
