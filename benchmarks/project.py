"""The time of the project's own commands: `make demo` step by step, and `make test`."""

from __future__ import annotations

import re
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from benchmarks.measure import ProgramError

COMMAND_TIMEOUT_SECONDS: Final = 1800
STEP: Final = re.compile(r"^\s*(\d+\.\d) s  (.+)$", re.MULTILINE)
"""How the demo tells a step that it has done."""


def project_times(root: Path) -> str:
    """Run the commands and tell their times as Markdown; set-up is done before and not timed.

    Raises:
        ProgramError: a command fails.
    """
    _make(root, "setup")
    return "\n".join(_sections(root)) + "\n"


def _sections(root: Path) -> Iterator[str]:
    seconds, output = _make(root, "demo")
    yield f"\n## `make demo`: {seconds:.0f} s\n"
    yield "| step | s |\n| --- | ---: |"
    for took, step in STEP.findall(output):
        yield f"| {step} | {took} |"
    seconds, output = _make(root, "test")
    yield f"\n## `make test`: {seconds:.0f} s\n"
    yield f"`{output.strip().splitlines()[-1].strip('= ')}`"


def _make(root: Path, target: str) -> tuple[float, str]:
    began = time.monotonic()
    done = subprocess.run(
        ["make", target],  # noqa: S607 - the user's own make
        cwd=root,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=COMMAND_TIMEOUT_SECONDS,
        check=False,
    )
    if done.returncode != 0:
        raise ProgramError(f"make {target} failed:\n" + "\n".join(done.stdout.splitlines()[-15:]))
    return time.monotonic() - began, done.stdout
