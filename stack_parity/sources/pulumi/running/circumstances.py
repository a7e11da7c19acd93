"""In which circumstances a program ran, in one line, from what was measured in its own process."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from stack_parity.sources.pulumi.project import Project
from stack_parity.sources.pulumi.running.interpreter import Interpreter
from stack_parity.sources.pulumi.running.sandbox import Kind


def circumstances(kind: Kind, interpreter: Interpreter, reach: Mapping[str, Any], project: Project) -> str:
    """Say by which Python a program ran, behind which walls, and what it could have reached.

    Args:
        kind: the walls.
        interpreter: the Python.
        reach: what the process measured before the program began, see `runner/reach.py`.
        project: whose program it is.
    """
    ran = f"ran with Python {reach.get('python', '?')} ({interpreter.words})"
    open_ = {
        "the network": reach.get("network", True),
        "the home folder": reach.get("home", True),
        "its own files for writing": reach.get("folder", True),
        "the environment of other processes": bool(reach.get("processes", 1)),
    }
    within = [words for words, reached in open_.items() if reached]
    if kind is Kind.NONE:
        could = ", ".join(within) or "every file that its user may read"
        return f"{ran} without a sandbox: it could have reached {could}; install bubblewrap"
    closed = ", ".join(words for words, reached in open_.items() if not reached)
    read = "its own folder" if project.checkout == project.folder else f"the project around it, {project.checkout.name}"
    line = f"{ran} in a sandbox ({kind}): out of reach were {closed}; it could read {read}"
    return f"{line}; within reach, though, were {', '.join(within)}" if within else line
