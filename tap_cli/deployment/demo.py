"""The demo: one environment deployed to an emulated AWS, checked, invoked, shown, and gone."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, NoReturn

import boto3
from botocore.exceptions import BotoCoreError, ClientError
from rich.console import Console

import tap_emulator
from tap_cli.deployment.environments import find_environment
from tap_cli.deployment.invocation import invoke
from tap_cli.deployment.isolated import Run
from tap_cli.deployment.readback import compare
from tap_cli.deployment.steps import Steps
from tap_cli.deployment.summary import show_summary
from tap_cli.errors import DeploymentError
from tap_cli.toolchain.project import Project
from tap_cli.toolchain.tools import find_tools, without_steering
from tap_stack.settings import DeploymentSettings, S3State

NO_LOCATION: Final = "us-east-1"
"""The one region whose buckets are created without naming it (the S3 API's CreateBucket)."""


def demo(project: Project, name: str, environ: Mapping[str, str], home: Path, console: Console) -> None:
    """Run the demo of one environment; real AWS is out of reach all the time.

    Raises:
        DeploymentError: a step failed; the run's folder stays and is named.
    """
    deployment = find_environment(project, name)
    settings = deployment.settings
    tools = find_tools(project, environ, home)
    steps = Steps(lambda title, seconds: console.print(f"{seconds:6.1f} s  {title}"))
    with _run_folder(project, name, steps) as folder:
        steps.begin("start the emulated AWS")
        with tap_emulator.running(log=folder / "emulator.log", lambda_python=function_python(project)) as aws:
            steps.end()
            env = tools.environment(aws.variables(without_steering(environ)))
            run = Run(tools, name, folder, env)
            with environment_of_process(env):
                session = boto3.Session(region_name=settings.region)
                create_state_bucket(deployment, session)
                run.deploy(steps)
                with steps.step("plan again: no changes"):
                    run.check_plan_is_empty()
                with steps.step("read everything back through the AWS API: as synthesized"):
                    stack = run.read_stack()
                    comparisons = compare(stack, session)
                    if different := [str(comparison) for comparison in comparisons if not comparison.is_same]:
                        raise DeploymentError("\n".join(different))
                with steps.step("invoke the function through the Lambda API"):
                    invocation = invoke(settings, session)
            steps.begin("stop the emulated AWS")
        steps.end()
    show_summary(console, deployment, tools, aws.runtime, stack, comparisons, invocation)


def keep_emulator_up(project: Project, port: int) -> NoReturn:
    """Become an emulator that stays, and that runs functions as the demo does."""
    python = function_python(project)
    chosen = ["--lambda-python", str(python)] if python else []
    os.execv(sys.executable, [sys.executable, "-m", "tap_emulator", "--port", str(port), *chosen])  # noqa: S606 - no shell


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
def _run_folder(project: Project, name: str, steps: Steps) -> Iterator[Path]:
    """Give the run a folder, and remove it when all went well.

    Raises:
        DeploymentError: what went wrong inside, with the step and the folder.
    """
    parent = project.root / ".demo"
    parent.mkdir(exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=f"{name}-", dir=parent))
    try:
        yield folder
    except (DeploymentError, tap_emulator.EmulatorError, ClientError, BotoCoreError) as error:
        kept = folder.relative_to(project.root)
        raise DeploymentError(f"Failed to {steps.current}.\n{error}\nEverything that was said is in {kept}/") from None
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    shutil.rmtree(folder)


@contextmanager
def environment_of_process(env: Mapping[str, str]) -> Iterator[None]:
    """Let boto3 see this environment and no other: it reads profiles, proxies and endpoints from the process's own."""
    before = dict(os.environ)
    _replace_environment(env)
    try:
        yield
    finally:
        _replace_environment(before)


def _replace_environment(env: Mapping[str, str]) -> None:
    os.environ.clear()
    os.environ.update(env)
