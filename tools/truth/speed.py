"""How long a comparison takes: of large programs in seconds of this process, of a Pulumi program beside its own run."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from stack_parity.sources.pulumi import capture
from stack_parity.sources.terraform.configuration import read_configuration
from tools.truth.figures import Figure
from tools.truth.judging import judge

Json = dict[str, Any]

SIDE: Final = 1_000
LARGE: Final = 10_000
"""Resources a side."""
SECONDS: Final = 3.0
LINEAR: Final = 1.5
"""How much longer each resource of the large programs may take: as sorting does and memory, not a square."""
RUN: Final = 1.5
RUNS: Final = 3
PATIENCE: Final = 120
"""Seconds for one run."""

_OWN_RUN: Final = """
import asyncio, runpy, sys
import pulumi

class Mocks(pulumi.runtime.Mocks):
    def new_resource(self, args):
        return args.name, args.inputs

    def call(self, args):
        return {"accountId": "123456789012", "region": "eu-west-1", "name": "eu-west-1", "partition": "aws"}

asyncio.set_event_loop(asyncio.new_event_loop())
pulumi.runtime.set_mocks(Mocks(), project=sys.argv[2], stack=sys.argv[3])
sys.path.insert(0, sys.argv[1])
runpy.run_path(sys.argv[1] + "/__main__.py", run_name="__main__")
"""


def speed_figures(program: Path, stack: str) -> Iterator[Figure]:
    """Yield what large programs take, whether that is linear, and what a Pulumi program takes beside its own run."""
    few, many = (_judged(count) for count in (SIDE, LARGE))
    yield _within(f"{SIDE:,} resources a side: within {SECONDS:g} s", few, SECONDS, "s")
    each = many / few / (LARGE / SIDE)
    yield _within(f"{LARGE:,} a side: each within {LINEAR:g} times what one of {SIDE:,} takes", each, LINEAR, "times")
    captured = capture(program, stack)
    configuration = json.dumps(captured.configuration)
    own = _quickest("-c", _OWN_RUN, str(program), captured.project, stack, folder=program, PULUMI_CONFIG=configuration)
    whole = _quickest("-m", "stack_parity", str(program), str(program), "--env", stack, folder=Path.cwd())
    yield _within(f"a Pulumi program against itself: within {RUN:g} times its own run", whole / own, RUN, "times")


def _within(name: str, measured: float, limit: float, unit: str) -> Figure:
    return Figure(name, int(measured <= limit), 1, measured=f"{measured:.2f} {unit}")


def _judged(count: int) -> float:
    left, right = (read_configuration(services(count // 8), Path("main.tf.json"), "large") for _ in range(2))
    start = time.process_time()
    judge(left, right)
    return time.process_time() - start


def _quickest(*arguments: str, folder: Path, **variables: str) -> float:
    """Return the seconds of the quickest of a few runs of Python.

    Raises:
        CalledProcessError: it failed.
    """
    found = []
    for _ in range(RUNS):
        start = time.perf_counter()
        subprocess.run(
            [sys.executable, *arguments],
            cwd=folder,
            env={**os.environ, **variables},
            capture_output=True,
            check=True,
            timeout=PATIENCE,
        )
        found.append(time.perf_counter() - start)
    return min(found)


def services(count: int) -> Json:
    """Return the configuration of so many services, each of eight resources: a function with what it needs."""
    resources: dict[str, dict[str, Json]] = {}
    for number in range(count):
        key = f"n{number}"
        for type_, body in _service(key, number).items():
            resources.setdefault(type_, {})[key] = body
    return {"provider": {"aws": [{"region": "eu-west-1"}]}, "resource": resources}


def _service(key: str, number: int) -> dict[str, Json]:
    name = f"the-{key}"
    grant = {"Effect": "Allow", "Action": "dynamodb:Get*", "Resource": f"${{aws_dynamodb_table.{key}.arn}}"}
    function = f"${{aws_lambda_function.{key}.arn}}"
    return {
        "aws_iam_role": {"name": name, "description": f"{number}"},
        "aws_iam_role_policy": {
            "name": name,
            "role": f"${{aws_iam_role.{key}.name}}",
            "policy": json.dumps({"Version": "2012-10-17", "Statement": [grant]}),
        },
        "aws_dynamodb_table": {"name": name, "read_capacity": number},
        "aws_sqs_queue": {"name": name},
        "aws_cloudwatch_log_group": {"name": name},
        "aws_lambda_function": {
            "function_name": name,
            "role": f"${{aws_iam_role.{key}.arn}}",
            "environment": {
                "variables": {
                    "TABLE": f"${{aws_dynamodb_table.{key}.name}}",
                    "QUEUE": f"${{aws_sqs_queue.{key}.url}}",
                }
            },
        },
        "aws_lambda_event_source_mapping": {
            "function_name": function,
            "event_source_arn": f"${{aws_sqs_queue.{key}.arn}}",
        },
        "aws_cloudwatch_metric_alarm": {"alarm_name": name, "dimensions": {"FunctionName": function}},
    }
