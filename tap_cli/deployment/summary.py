"""The demo's last word: what was created, where, with which settings and tools."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Final

from rich.console import Group, RenderableType
from rich.table import Table

from tap_cli.deployment.demo import DemoReport
from tap_cli.deployment.deployed_stack import Stack
from tap_stack.settings import Settings

WIDTH: Final = 100
"""Columns that the summary fits into."""


def summary(report: DemoReport) -> RenderableType:
    """Return the summary of a demo that went well."""
    settings, stack, invocation = report.deployment.settings, report.stack, report.invocation
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
        **({"API": url} if (url := outputs.get("api_gateway_url")) else {}),
        **_monitoring(stack),
        "variables": ", ".join(settings.variables),
        "state": report.deployment.state_location,
        "answer": json.dumps(invocation.answer, ensure_ascii=False),
        "log": _log(invocation.log, settings),
        "checked": f"{len(report.comparisons)} properties of {stack.count()} resources are as synthesized; "
        "a second plan is empty",
        "tools": f"{report.toolbox.describe()}; functions ran in {report.runtime}",
    }
    table = Table.grid(padding=(0, 2))
    table.add_column(style="bold")
    table.add_column(overflow="fold")
    for name, value in rows.items():
        table.add_row(name, value)
    title = f"\n[bold]{settings.environment}[/bold] was deployed to an emulated AWS in {settings.region}:\n"
    return Group(title, table)


def _monitoring(stack: Stack) -> dict[str, str]:
    """Return what watches the function, where something does."""
    alarms = [alarm["alarm_name"] for alarm in stack.resources.get("aws_cloudwatch_metric_alarm", {}).values()]
    boards = [one["dashboard_name"] for one in stack.resources.get("aws_cloudwatch_dashboard", {}).values()]
    rows = {"alarms": ", ".join(alarms), "dashboard": ", ".join(boards)}
    return {name: value for name, value in rows.items() if value}


def _log(events: Sequence[str], settings: Settings) -> str:
    """Count the log events and show one of the function itself, else the last; the platform's have a `type`."""
    if not events:
        return f"no events: an invocation without a fault logs nothing at level {settings.logs.level}"
    own = [event for event in events if '"type"' not in event]
    return f"{len(events)} events, one of them {(own or events)[-1].strip()}"
