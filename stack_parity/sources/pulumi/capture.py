"""Run a Pulumi program under Pulumi's own test runtime, in a process of its own, and read what it registers."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from stack_parity.sources.pulumi.project import Project, read_project
from stack_parity.sources.pulumi.registrations import (
    ComponentClass,
    DataSource,
    DroppedArgument,
    PulumiInputError,
    Reference,
    Registrations,
    RunReport,
    Secret,
)
from stack_parity.sources.pulumi.resources import registrations, without_credentials
from stack_parity.sources.pulumi.values import Reader

ROOT: Final = Path(__file__).resolve().parents[3]
_PASSED_ON: Final = ("PATH", "LANG", "LC_ALL", "TZ", "TMPDIR", "SYSTEMROOT", "VIRTUAL_ENV")
"""The only variables of ours that a program sees: nothing that leads to an account."""


_RUNNING: Final[set[subprocess.Popen[str]]] = set()
"""The processes of the captures that are going on, in whichever thread."""


def end_running() -> None:
    """End every capture that is going on; each of them fails in its own thread."""
    for process in tuple(_RUNNING):
        _end(process)


def capture(project: Path, stack: str | None, *, timeout: float = 60) -> Registrations:
    """Run a project's program for a stack and return what it registers.

    The program runs as written first. Where that fails on an argument that the installed SDK does not know, it runs a
    second time without such arguments, and the report names them.

    Args:
        project: the folder that holds `Pulumi.yaml`.
        stack: which stack; None where the project has settings for one only.
        timeout: seconds for both runs together.

    Raises:
        PulumiInputError: when it is no such project, or its program does not run to its end.
    """
    described = read_project(project, stack)
    deadline = time.monotonic() + timeout
    answer = _run(described, lenient=False, deadline=deadline, timeout=timeout)
    strict_fault = answer.get("fault")
    if strict_fault and answer.get("unknown_argument"):
        answer = _run(described, lenient=True, deadline=deadline, timeout=timeout)
    if "fault" in answer:
        raise PulumiInputError(f"{described.folder.name}, stack {described.stack}: {answer['fault']}.")
    return _registrations(described, answer, strict_fault)


def _registrations(project: Project, answer: Mapping[str, Any], strict_fault: str | None) -> Registrations:
    symbols = {token: Reference(urn, attribute) for token, (urn, attribute) in answer["symbols"].items()}
    reader = Reader(project.folder, project.main.parent, symbols)
    resources = registrations(answer["resources"], reader)
    exports = reader.mapping(answer["exports"])
    missing = ", ".join(sorted(reader.missing))
    lacking = f"it names files that do not exist: {missing}" if missing else ""
    sources = (
        DataSource(source["urn"], source["type"], reader.mapping(source["inputs"]), source["provider"])
        for source in answer["data_sources"]
    )
    return Registrations(
        source=project.folder.name,
        project=project.name,
        stack=project.stack,
        resources=resources,
        exports=exports,
        run=RunReport(
            ran=True,
            strict=not (strict_fault or lacking),
            message=strict_fault or lacking,
            dropped=tuple(DroppedArgument(**dropped) for dropped in answer["dropped"]),
            import_effects=tuple(sorted(answer["import_effects"])),
            overwritten_exports=tuple(sorted(answer["overwritten_exports"])),
            component_exports=dict(sorted(answer["component_exports"].items())),
        ),
        data_sources=tuple(sorted(sources, key=lambda source: source.urn)),
        components=tuple(
            ComponentClass(**component) for component in sorted(answer["components"], key=lambda known: known["type"])
        ),
        configuration=without_credentials(
            {key: Secret() if key in project.secret_keys else value for key, value in project.configuration.items()}
        ),
    )


def _run(project: Project, *, lenient: bool, deadline: float, timeout: float) -> dict[str, Any]:
    """Run the program once in a process of its own and return its answer."""
    with tempfile.TemporaryDirectory(prefix="parity-") as home:
        answer = Path(home) / "answer.json"
        request = {
            "root": str(ROOT),
            "answer": str(answer),
            "project": project.name,
            "stack": project.stack,
            "folder": str(project.folder),
            "main": str(project.main),
            "settings": project.settings,
            "configuration": dict(project.configuration),
            "secret_keys": sorted(project.secret_keys),
            "lenient": lenient,
        }
        seconds = max(deadline - time.monotonic(), 0)
        code = _execute(json.dumps(request | {"seconds": seconds}), project, home, seconds, timeout)
        try:
            loaded = json.loads(answer.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            raise PulumiInputError(
                f"{project.folder.name}, stack {project.stack}: its process ends with code {code} before it is done."
            ) from None
    return dict(loaded)


def _execute(request: str, project: Project, home: str, seconds: float, timeout: float) -> int:
    """Give the request to a new process, and end it and all that it started when its time is over."""
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "stack_parity.sources.pulumi.runner"],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        text=True,
        cwd=project.main.parent,
        env=_environment(home),
        start_new_session=True,
    )
    _RUNNING.add(process)
    try:
        process.communicate(request, timeout=seconds)
    except subprocess.TimeoutExpired:
        raise PulumiInputError(
            f"{project.folder.name}, stack {project.stack}: it does not end within {timeout:g} seconds."
        ) from None
    finally:
        _RUNNING.discard(process)
        _end(process)
    return process.returncode


def _end(process: subprocess.Popen[str]) -> None:
    """End the process and its children, whether or not it is still there."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _environment(home: str) -> dict[str, str]:
    """Return an environment without a credential, a profile or an account in reach."""
    passed_on = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    return {
        **passed_on,
        "HOME": home,
        "USERPROFILE": home,
        "PYTHONPATH": str(ROOT),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONUTF8": "1",
        "PYTHONHASHSEED": "0",
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
    }
