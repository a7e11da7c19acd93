"""The lines that Lambda itself writes around an invocation, in the function's log format.

Shapes: "Using Lambda's JSON log format" and "System log level event mapping" in the Lambda developer guide. With JSON
the system level decides which lines are written: a success at ``INFO`` (``platform.runtimeDone`` at ``DEBUG``), a
failure at ``WARN``.
"""

import json
import math
from datetime import UTC, datetime
from typing import Any

from tap_emulator.invocation import Function, Invocation, Line, Outcome, Status

_LEVELS = ("DEBUG", "INFO", "WARN")


def around(function: Function, invocation: Invocation, outcome: Outcome) -> list[Line]:
    """Return the platform's lines and the function's own, in the order of time."""
    written = _json if function.logging.format == "JSON" else _text
    ended = max([outcome.began + int(outcome.duration_ms), *(line.time for line in outcome.lines)])
    opening, closing = written(function, invocation, outcome, ended)
    return sorted([*opening, *outcome.lines, *closing], key=lambda line: line.time)


def _text(function: Function, invocation: Invocation, outcome: Outcome, ended: int) -> tuple[list[Line], list[Line]]:
    request = f"RequestId: {invocation.request_id}"
    report = {
        "Duration": f"{outcome.duration_ms:.2f} ms",
        "Billed Duration": f"{_billed_ms(outcome)} ms",
        "Memory Size": f"{function.memory_mb} MB",
        "Max Memory Used": None if outcome.peak_memory_mb is None else f"{outcome.peak_memory_mb} MB",
        "Init Duration": f"{outcome.init_ms:.2f} ms",
        "XRAY TraceId": _root(invocation.trace) if function.traced else None,
        "Status": None if outcome.status is Status.SUCCESS else outcome.status.value,
        "Error Type": outcome.error_type if outcome.status is Status.ERROR else None,
    }
    closing = [
        f"END {request}",
        "\t".join([f"REPORT {request}", *(f"{name}: {value}" for name, value in report.items() if value)]),
    ]
    if outcome.status is Status.TIMEOUT:
        stamp = f"{_iso(ended)} {invocation.request_id}"
        closing.insert(0, f"{stamp} Task timed out after {function.timeout:.2f} seconds")
    start = Line(outcome.began, f"START {request} Version: {function.version}")
    return [start], [Line(ended, text) for text in closing]


def _json(function: Function, invocation: Invocation, outcome: Outcome, ended: int) -> tuple[list[Line], list[Line]]:
    good = outcome.status is Status.SUCCESS
    request = {"requestId": invocation.request_id}
    duration = {"durationMs": round(outcome.duration_ms, 3)}
    metrics: dict[str, Any] = duration | {
        "billedDurationMs": _billed_ms(outcome),
        "memorySizeMB": function.memory_mb,
        "initDurationMs": round(outcome.init_ms, 3),
    }
    if outcome.peak_memory_mb is not None:
        metrics["maxMemoryUsedMB"] = outcome.peak_memory_mb
    ending: dict[str, Any] = {"status": outcome.status.value}
    if outcome.status is Status.ERROR:
        ending["errorType"] = outcome.error_type
    if function.traced:
        ending["tracing"] = {"type": "X-Amzn-Trace-Id", "value": invocation.trace}
    init = {"initializationType": "on-demand", "phase": "init", "runtimeVersion": function.runtime}
    opening = [
        ("INFO", outcome.began - int(outcome.init_ms), "initStart", init),
        ("INFO", outcome.began, "start", request | {"version": function.version}),
    ]
    closing = [
        ("DEBUG" if good else "WARN", ended, "runtimeDone", request | ending | {"metrics": duration}),
        ("INFO" if good else "WARN", ended, "report", request | {"metrics": metrics} | ending),
    ]
    return _kept(opening, function.logging.system_level), _kept(closing, function.logging.system_level)


def _kept(events: list[tuple[str, int, str, dict[str, Any]]], level: str | None) -> list[Line]:
    """Return the events (level, time, type, record) that are not below the system level."""
    return [
        Line(time, json.dumps({"time": _iso(time), "type": f"platform.{name}", "record": record}))
        for weight, time, name, record in events
        if _LEVELS.index(weight) >= _LEVELS.index(level or "INFO")
    ]


def _billed_ms(outcome: Outcome) -> int:
    """Return whole milliseconds, the initialization included, as AWS bills since August 2025."""
    return math.ceil(outcome.duration_ms + outcome.init_ms)


def _root(trace: str) -> str:
    return dict(part.split("=", 1) for part in trace.split(";"))["Root"]


def _iso(milliseconds: int) -> str:
    moment = datetime.fromtimestamp(milliseconds / 1000, UTC)
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03d}Z"
