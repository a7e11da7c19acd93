"""Run a Pulumi program under Pulumi's own test runtime, in a process of its own, and read what it registers."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from stack_parity.model.digest import KEY
from stack_parity.sources.pulumi.project import ENCRYPTED, Project, read_project
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
from stack_parity.sources.pulumi.running.answer import Answer
from stack_parity.sources.pulumi.running.circumstances import circumstances
from stack_parity.sources.pulumi.running.interpreter import Interpreter, choose_interpreter
from stack_parity.sources.pulumi.running.options import DEFAULTS, RunOptions
from stack_parity.sources.pulumi.running.process import RUNNER, BrokenSealError, TimeIsOverError, run_program
from stack_parity.sources.pulumi.running.sandbox import View, Walls, best_walls
from stack_parity.sources.pulumi.values import Reader


@dataclass(frozen=True)
class _Run:
    """What stays the same in both runs of a program."""

    project: Project
    interpreter: Interpreter
    walls: Walls
    view: View
    timeout: float
    deadline: float

    @property
    def title(self) -> str:
        """How its faults begin."""
        return f"{self.project.folder.name}, stack {self.project.stack}"


def capture(project: Path, stack: str | None, options: RunOptions = DEFAULTS, *, timeout: float = 60) -> Registrations:
    """Run a project's program for a stack and return what it registers.

    The program runs as written first, behind the best walls that this machine has. Where that fails on an argument that
    the installed SDK does not know, or on an object where it declares a text, it runs a second time without such
    arguments and with such objects as their JSON, and the report names them.

    Args:
        project: the folder that holds `Pulumi.yaml`.
        stack: which stack; None where the project has settings for one only.
        options: the user's own wishes.
        timeout: seconds for both runs together.

    Raises:
        PulumiInputError: when it is no such project, or its program does not run to its end.
    """
    described = read_project(project, stack, options)
    interpreter = choose_interpreter(described.folder, described.virtualenv, options.python)
    readable = (RUNNER, described.checkout, *interpreter.folders, *(folder.resolve() for folder in options.readable))
    run = _Run(
        project=described,
        interpreter=interpreter,
        walls=best_walls(os.environ.get("PATH")),
        view=View(readable, described.main.parent),
        timeout=timeout,
        deadline=time.monotonic() + timeout,
    )
    answer = _answer(run, lenient=False)
    strict_fault = answer.fault
    if strict_fault and answer.needs_lenience:
        answer = _answer(run, lenient=True)
    if answer.fault:
        raise PulumiInputError(f"{run.title}: {answer.fault}.{_hidden(answer)}")
    return _registrations(run, answer, strict_fault)


def _answer(run: _Run, *, lenient: bool) -> Answer:
    """Run the program once.

    Raises:
        PulumiInputError: it does not end in its time, or it ends its process, or it meddles with its own report.
    """
    project = run.project
    request = {
        "project": project.name,
        "stack": project.stack,
        "folder": str(project.folder),
        "main": str(project.main),
        "settings": project.settings,
        "configuration": dict(project.configuration),
        "secret_keys": sorted(project.secret_keys),
        "digest_key": KEY.hex(),
        "encrypted": ENCRYPTED,
        "lenient": lenient,
    }
    try:
        result = run_program(request, run.interpreter, run.walls, run.view, deadline=run.deadline)
    except TimeIsOverError:
        raise PulumiInputError(f"{run.title}: it does not end within {run.timeout:g} seconds.") from None
    except BrokenSealError:
        raise PulumiInputError(
            f"{run.title}: it writes to a channel that is not its own. A program registers through Pulumi alone."
        ) from None
    if not result.answer.ended:
        raise PulumiInputError(f"{run.title}: its process ends with code {result.code} before it is done.")
    return result.answer


def _registrations(run: _Run, answer: Answer, strict_fault: str) -> Registrations:
    project, end = run.project, answer.end
    symbols = {token: Reference(urn, attribute) for token, (urn, attribute) in end["symbols"].items()}
    reader = Reader(project.folder, project.main.parent, symbols)
    resources = registrations(answer.resources.values(), reader)
    exports = reader.mapping(answer.exports)
    faults = (strict_fault, *_refused_by_the_engine(end), *_missing_files(reader))
    sources = (
        DataSource(source["urn"], source["type"], reader.mapping(source["inputs"]), source["provider"])
        for source in answer.data_sources.values()
    )
    return Registrations(
        source=project.folder.name,
        project=project.name,
        stack=project.stack,
        resources=resources,
        exports=exports,
        run=RunReport(
            ran=True,
            strict=not any(faults),
            message="; ".join(filter(None, faults)),
            circumstances=circumstances(run.walls.kind, run.interpreter, answer.reach, project),
            dropped=tuple(DroppedArgument(**dropped) for dropped in end["dropped"]),
            import_effects=tuple(sorted(end["import_effects"])),
            overwritten_exports=tuple(sorted(end["overwritten_exports"])),
            component_exports=dict(sorted(end["component_exports"].items())),
        ),
        data_sources=tuple(sorted(sources, key=lambda source: source.urn)),
        components=tuple(
            ComponentClass(**component) for component in sorted(end["components"], key=lambda known: known["type"])
        ),
        configuration=without_credentials(
            {key: Secret() if key in project.secret_keys else value for key, value in project.configuration.items()}
        ),
    )


def _hidden(answer: Answer) -> str:
    """Say which of the files that the program looked for in vain are there, behind the walls."""
    hidden = [path for path in answer.missing if isinstance(path, str) and os.path.lexists(path)]
    return f" It looks for {hidden[0]}, which the sandbox hides: --readable FOLDER shows a folder." if hidden else ""


def _missing_files(reader: Reader) -> tuple[str, ...]:
    missing = ", ".join(sorted(reader.missing))
    return (f"it names files that do not exist: {missing}",) if missing else ()


def _refused_by_the_engine(end: dict[str, Any]) -> tuple[str, ...]:
    """Say which inputs hold an object or a list where the SDK declares a text: here they are read as its JSON."""
    found = ", ".join(f"{item['argument']} of {item['resource']} {item['name']!r}" for item in end["objects_for_texts"])
    return (f"it gives objects where texts are declared, here read as their JSON: {found}",) if found else ()
