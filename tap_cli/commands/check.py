"""`tap check`."""

from __future__ import annotations

from typing import Final

from tap_cli.app import Door
from tap_cli.public_types import start_proof
from tap_cli.quality import call_all

ROOMS: Final = (
    "main.py",
    "conftest.py",
    "benchmarks",
    "constructs",
    "docs",
    "handler",
    "product",
    "pulumi_program",
    "pytest_cdktf",
    "stack_parity",
    "tap_cli",
    "tap_emulator",
    "tests",
    "tools",
)
"""Everything that is typed; Python elsewhere, if any, is only formatted and linted."""


def check(*, workstation: Door) -> int:
    """Look at format, lint and types; change nothing."""
    with start_proof(workstation) as proof:
        code = call_all(workstation, ("ruff", "format", "--check"), ("ruff", "check"), ("mypy", *ROOMS))
        report = proof.communicate()[0]
    if proof.returncode != 0:
        print(report)
    return int(bool(code or proof.returncode))
