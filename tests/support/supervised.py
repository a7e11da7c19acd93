"""`tap` in a checkout, started as a user would start it, and what runs below it."""

import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from tap_cli.toolchain.project import Project
from tap_emulator import Emulator
from tests.support.clients import client

SECONDS = 300


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "tap_cli", *arguments]


def tap(project: Project, variables: Mapping[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run `tap` to its end, without a terminal; what it prints is one text."""
    return subprocess.run(
        command(*arguments),
        cwd=project.root,
        env=variables,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=SECONDS,
        check=False,
    )


def start(project: Project, variables: Mapping[str, str], *arguments: str, until: str) -> subprocess.Popen[str]:
    """Start a command and read until it has said something."""
    process = subprocess.Popen(
        command(*arguments),
        cwd=project.root,
        env=variables,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    assert process.stdout
    said = ""
    for line in process.stdout:
        said += line
        if until in line:
            return process
    pytest.fail(f"{until!r} was never said:\n{said}")


def finish(process: subprocess.Popen[str]) -> str:
    return process.communicate(timeout=SECONDS)[0]


def terraforms_of(project: Project) -> list[int]:
    """The processes that run in a stack's folder."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                cwd = (entry / "cwd").readlink()
            except OSError:
                continue
            if cwd.is_relative_to(project.root / "cdktf.out" / "stacks"):
                found.append(int(entry.name))
    return found


def wait_until_quiet(project: Project) -> None:
    deadline = time.monotonic() + SECONDS
    while terraforms_of(project):
        assert time.monotonic() < deadline
        time.sleep(0.2)


def forget(aws: Emulator, name: str) -> None:
    """Delete what is deployed of an environment of the tests' app."""
    iam, logs, functions = (client(aws, service, "eu-west-1") for service in ("iam", "logs", "lambda"))
    for role in [role["RoleName"] for role in iam.list_roles()["Roles"] if role["RoleName"] == f"tap-{name}-execution"]:
        for policy in iam.list_role_policies(RoleName=role)["PolicyNames"]:
            iam.delete_role_policy(RoleName=role, PolicyName=policy)
        iam.delete_role(RoleName=role)
    for group in logs.describe_log_groups(logGroupNamePrefix=f"/aws/lambda/tap-{name}")["logGroups"]:
        logs.delete_log_group(logGroupName=group["logGroupName"])
    for function in functions.list_functions()["Functions"]:
        if function["FunctionName"] == f"tap-{name}":
            functions.delete_function(FunctionName=f"tap-{name}")
