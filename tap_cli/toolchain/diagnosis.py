"""What is on this machine and what is missing, with the remedy: read only, and on a bare Python too."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Final

from tap_cli.errors import UserError
from tap_cli.toolchain import function_python
from tap_cli.toolchain.inherited import check_inherited, unreadable
from tap_cli.toolchain.tool import Tool
from tap_cli.toolchain.tools import tools_of
from tap_cli.toolchain.workstation import Workstation

SPACE: Final = 3 * 1024**3
"""Bytes that a set-up from nothing takes at most, the AWS provider of Terraform included."""

LOST_SHOWN: Final = 3


class Verdict(Enum):
    """How a finding is to be taken."""

    WELL = "well"
    MISSING = "missing"
    OPTIONAL = "optional"


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at.

    Attributes:
        what: what it is.
        verdict: whether it is well, missing, or missing where most can be done without it.
        text: what was found, or what is missing and how to get it.
    """

    what: str
    verdict: Verdict
    text: str


def diagnose(workstation: Workstation) -> Iterator[Finding]:
    """Look at everything that set-up needs or makes, in its order."""
    for tool in tools_of(workstation.project):
        yield _tool(tool, workstation)
    yield _inherited(workstation)
    yield _disk(workstation)


def _tool(tool: Tool, workstation: Workstation) -> Finding:
    missing = Verdict.OPTIONAL if tool is function_python else Verdict.MISSING
    try:
        found = tool.find(workstation)
        broken = [step for step in tool.steps(workstation) if not step.is_done()]
    except UserError as error:
        return Finding(tool.TITLE, missing, str(error))
    except OSError as error:
        return Finding(tool.TITLE, missing, f"cannot be looked at: {error}. Run: make setup")
    if not broken:
        version = "" if found.origin.startswith(found.version) else f"{found.version} "
        return Finding(tool.TITLE, Verdict.WELL, version + found.origin)
    lost = [entry for step in broken for entry in step.lost()]
    more = " …" if len(lost) > LOST_SHOWN else ""
    reason = f"lacks {', '.join(lost[:LOST_SHOWN])}{more}" if lost else "is not what the lock files ask for"
    return Finding(tool.TITLE, missing, f"{broken[0].folder.name}/ {reason}. Run: make setup")


def _inherited(workstation: Workstation) -> Finding:
    what = "Folders that variables name"
    try:
        check_inherited(workstation)
    except UserError as error:
        return Finding(what, Verdict.MISSING, str(error))
    lines = [*unreadable(workstation)]
    return Finding(what, Verdict.OPTIONAL if lines else Verdict.WELL, "\n".join(lines) or "can be used")


def _disk(workstation: Workstation) -> Finding:
    project = workstation.project
    free = shutil.disk_usage(project.root).free
    needed = 0 if project.node_modules.exists() and project.plugin_cache.exists() else SPACE
    text = f"{free / 1024**3:.1f} GB free"
    if free >= needed:
        return Finding("Disk", Verdict.WELL, text)
    return Finding("Disk", Verdict.MISSING, f"{text}; set-up needs {needed / 1024**3:.0f} GB. Make room.")


MARKS: Final = {Verdict.WELL: "✓", Verdict.MISSING: "✗", Verdict.OPTIONAL: "–"}  # noqa: RUF001 - a dash is meant


def lines(findings: list[Finding]) -> Iterator[str]:
    """Yield the findings for people, one below the other."""
    width = max(len(finding.what) for finding in findings)
    for finding in findings:
        first, *rest = finding.text.splitlines()
        yield f"{MARKS[finding.verdict]} {finding.what:{width}}  {first}"
        yield from (f"  {'':{width}}  {line}" for line in rest)


def is_well(findings: list[Finding]) -> bool:
    """Return whether nothing is missing that the project needs."""
    return all(finding.verdict is not Verdict.MISSING for finding in findings)
