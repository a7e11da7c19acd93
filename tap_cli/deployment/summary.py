"""The demo's last word: what was created, where, with which settings and tools."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Final

from rich.console import Console
from rich.table import Table

from tap_cli.deployment.deployed_stack import Stack
from tap_cli.deployment.invocation import Invocation
from tap_cli.deployment.readback import Comparison
from tap_cli.toolchain.tools import Tools
from tap_stack.settings import DeploymentSettings, Settings

WIDTH: Final = 100
"""Columns that the summary fits into."""


def show_summary(
    console: Console,
    deployment: DeploymentSettings,
    tools: Tools,
    runtime: str,
    stack: Stack,
    comparisons: Sequence[Comparison],
    invocation: Invocation,
) -> None:
    """Show the summary of a demo that went well."""
    settings = deployment.settings
    function, logs, outputs = settings.function, settings.logs, stack.outputs
    concurrency = "unreserved" if function.reserved_concurrency is None else f"{function.reserved_concurrency} reserved"
    rows = {
        "function": outputs["lambda_function_arn"],
        "": f"{outputs['runtime']}, {function.architecture}, {function.memory_size} MB, {function.timeout} s, "
        f"tracing Active, concurrency {concurrency}",
        "role": outputs["lambda_role_arn"],
        "policies": ", ".join(policy["name"] for policy in stack.resources["aws_iam_role_policy"].values()),
        "log group": f"{outputs['cloudwatch_log_group']}, "
        f"{f'{logs.retention_days} days' if logs.retention_days else 'kept for ever'}, JSON, level {logs.level}",
        "metrics": f"{settings.metrics_namespace}: {', '.join(sorted(set(invocation.metrics))) or 'none published'}",
        "variables": ", ".join(settings.variables),
        "state": deployment.state_location,
        "answer": json.dumps(invocation.answer, ensure_ascii=False),
        "log": _log(invocation.log, settings),
        "checked": f"{len(comparisons)} properties of {stack.count()} resources are as synthesized; "
        "a second plan is empty",
        "tools": f"Terraform {tools.terraform.version} {tools.terraform.origin}; provider {tools.provider.origin}; "
        f"functions ran in {runtime}",
    }
    table = Table.grid(padding=(0, 2))
    table.add_column(style="bold")
    table.add_column(overflow="fold")
    for name, value in rows.items():
        table.add_row(name, value)
    console.print(f"\n[bold]{settings.environment}[/bold] was deployed to an emulated AWS in {settings.region}:\n")
    console.print(table)


def _log(events: Sequence[str], settings: Settings) -> str:
    """Count the log events and show one of the function itself, else the last; the platform's have a `type`."""
    if not events:
        return f"no events: an invocation without a fault logs nothing at level {settings.logs.level}"
    own = [event for event in events if '"type"' not in event]
    return f"{len(events)} events, one of them {(own or events)[-1].strip()}"
