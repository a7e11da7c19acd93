"""A project of its own and an emulated AWS of its own, in which deployments may be hurt."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import boto3

import tap_emulator
from tap_cli.toolchain.project import PROJECT, Project

SECONDS: Final = 600
"""The longest that one command may take, on a machine that does other things, too."""

REGION: Final = "eu-west-1"
BUCKET: Final = "torture-terraform-state"

COPIED: Final = ("main.py", "cdktf.json", "Makefile", "terraform.lock.hcl", "constructs", "pytest_cdktf", "handler")
COPIED_CLI: Final = ("tap_cli", "tap_emulator")
LINKED: Final = (".venv", ".tools", "node_modules")

STATES: Final[Mapping[str, str]] = {"local": "", "s3": f'[state]\ntype = "s3"\nbucket = "{BUCKET}"\n'}
"""By environment, the part of its file that says where its state lies."""


@dataclass(frozen=True)
class World:
    """Where deployments are hurt.

    Attributes:
        project: a copy of this checkout, with one environment for each kind of state.
        aws: the emulated AWS.
        variables: all that a command inherits.
    """

    project: Project
    aws: tap_emulator.Emulator
    variables: Mapping[str, str]

    def command(self, *arguments: str) -> list[str]:
        """Return the command line of `tap`."""
        return [sys.executable, "-m", "tap_cli", *arguments]

    def tap(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run `tap` to its end, what it prints in one text."""
        return subprocess.run(
            self.command(*arguments),
            cwd=self.project.root,
            env=self.variables,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=SECONDS,
            check=False,
        )

    def write_settings(self, environment: str, revision: int) -> None:
        """Write an environment's file; every resource differs from one revision to another."""
        text = f'region = "{REGION}"\n[function]\nmemory_size = {512 + revision}\n[tags]\nRevision = "{revision}"\n'
        (self.project.environments / f"{environment}.toml").write_text(text + STATES[environment], "utf-8")

    def client(self, service: str) -> Any:
        """Return a client of one service of the emulated AWS."""
        return boto3.Session().client(  # type: ignore[call-overload]  # its types know each service by a literal only
            service,
            region_name=REGION,
            endpoint_url=self.aws.variables({})["AWS_ENDPOINT_URL"],
            aws_access_key_id=self.variables["AWS_ACCESS_KEY_ID"],
            aws_secret_access_key=self.variables["AWS_SECRET_ACCESS_KEY"],
        )

    def existing(self, environment: str) -> set[str]:
        """Return what exists in AWS of an environment, by Terraform's types and import ids."""
        iam, function, role = self.client("iam"), f"tap-{environment}", f"tap-{environment}-execution"
        found: set[str] = set()
        with suppress(iam.exceptions.NoSuchEntityException):
            policies = iam.list_role_policies(RoleName=role)["PolicyNames"]
            found |= {f"aws_iam_role {role}", *(f"aws_iam_role_policy {role}:{policy}" for policy in policies)}
        groups = self.client("logs").describe_log_groups(logGroupNamePrefix=f"/aws/lambda/{function}")["logGroups"]
        found |= {f"aws_cloudwatch_log_group {group['logGroupName']}" for group in groups}
        functions = self.client("lambda").list_functions()["Functions"]
        return found | {
            f"aws_lambda_function {one['FunctionName']}" for one in functions if one["FunctionName"] == function
        }

    def known(self, environment: str) -> set[str] | None:
        """Return what the state knows, as `existing`; None where it is damaged."""
        text = self._state(environment)
        if text is None:
            return set()
        try:
            resources = json.loads(text).get("resources", [])
        except ValueError:
            return None
        return {
            f"{one['type']} {instance['attributes']['id']}"
            for one in resources
            if one["mode"] == "managed"
            for instance in one["instances"]
        }

    def _state(self, environment: str) -> str | None:
        if environment == "local":
            file = self.project.root / "terraform.local.tfstate"
            return file.read_text("utf-8") if file.is_file() else None
        s3 = self.client("s3")
        with suppress(s3.exceptions.NoSuchKey):
            return str(s3.get_object(Bucket=BUCKET, Key="tap/s3/terraform.tfstate")["Body"].read().decode())
        return None

    def lock(self) -> str:
        """Return the id of the lock beside the state in S3, "" without one; a local one goes with its holder."""
        s3 = self.client("s3")
        with suppress(s3.exceptions.NoSuchKey):
            body = s3.get_object(Bucket=BUCKET, Key="tap/s3/terraform.tfstate.tflock")["Body"].read()
            return str(json.loads(body)["ID"])
        return ""

    def working(self) -> dict[int, str]:
        """Return the processes that run in the folder of a stack (Linux), with their programs' names."""
        found = {}
        for entry in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                if (entry / "cwd").readlink().is_relative_to(self.project.root / "cdktf.out" / "stacks"):
                    found[int(entry.name)] = (entry / "cmdline").read_bytes().partition(b"\0")[0].decode()
        return found

    def wait_until_quiet(self, seconds: float = SECONDS) -> bool:
        """Wait until no process runs in the folder of a stack; return whether that came."""
        deadline = time.monotonic() + seconds
        while self.working():
            if time.monotonic() > deadline:
                return False
            time.sleep(0.2)
        return True

    def empty(self) -> None:
        """Forget everything that is deployed, and every state."""
        s3 = self.client("s3")
        for environment in STATES:
            self._delete(environment)
        for one in s3.list_objects_v2(Bucket=BUCKET).get("Contents", []):
            s3.delete_object(Bucket=BUCKET, Key=one["Key"])
        for file in [*self.project.root.glob("*tfstate*"), *self.project.root.glob(".*tfstate*")]:
            file.unlink()
        for environment in STATES:
            self.write_settings(environment, 0)

    def _delete(self, environment: str) -> None:
        iam = self.client("iam")
        for one in sorted(self.existing(environment), reverse=True):  # the policies of a role before the role
            kind, _, name = one.partition(" ")
            if kind == "aws_iam_role_policy":
                role, _, policy = name.partition(":")
                iam.delete_role_policy(RoleName=role, PolicyName=policy)
            elif kind == "aws_iam_role":
                iam.delete_role(RoleName=name)
            elif kind == "aws_lambda_function":
                self.client("lambda").delete_function(FunctionName=name)
            else:
                self.client("logs").delete_log_group(logGroupName=name)


@contextmanager
def world() -> Iterator[World]:
    """Make a world, and remove it."""
    folder = Path(tempfile.mkdtemp(prefix="tap-torture-"))
    try:
        project = _copy(folder)
        with tap_emulator.running(log=folder / "emulator.log") as aws:
            made = World(project, aws, aws.variables(os.environ))
            made.client("s3").create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION})
            made.empty()
            yield made
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _copy(folder: Path) -> Project:
    project = Project(folder / "checkout")
    project.environments.mkdir(parents=True)
    for name in (*COPIED, *COPIED_CLI):
        source, ignored = PROJECT.root / name, shutil.ignore_patterns("__pycache__")
        if source.is_dir():
            shutil.copytree(source, project.root / name, ignore=ignored)
        else:
            shutil.copy(source, project.root / name)
    for name in LINKED:
        (project.root / name).symlink_to(PROJECT.root / name)
    return project
