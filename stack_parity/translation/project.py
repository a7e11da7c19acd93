"""Translation of a whole project: every stack written into a folder that appears whole or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from stack_parity.comparison import compare_inputs
from stack_parity.emit import Configuration, emit, save
from stack_parity.errors import InputError
from stack_parity.model.program import Program
from stack_parity.report.model import Report
from stack_parity.sources.detection import INVENTED, PULUMI_FILES, find
from stack_parity.sources.environments import Choice
from stack_parity.sources.inputs import Input
from stack_parity.sources.pulumi import RunOptions, capture
from stack_parity.sources.pulumi.registered import to_program
from stack_parity.sources.pulumi.registrations import Registrations
from stack_parity.sources.terraform.configuration import read_configuration
from stack_parity.sources.terraform.files import read_json
from stack_parity.translation.physical_names import names_in
from stack_parity.translation.settings import with_variables
from stack_parity.translation.terraform import Terraform


@dataclass(frozen=True)
class Translation:
    """What became of one stack.

    Attributes:
        stack: its name.
        resources: how many are written.
        left_out: what is not, by address, each with its reason.
        faults: what Terraform refuses.
        unasked: why Terraform was not asked; empty where it was.
        report: the comparison of what is written with the part of the program that it stands for.
    """

    stack: str
    resources: int
    left_out: Mapping[str, str]
    faults: tuple[str, ...]
    unasked: str
    report: Report


@dataclass(frozen=True)
class _Stack:
    name: str
    program: Program
    configuration: Configuration


def translate_project(
    project: Path,
    out: Path,
    stacks: Sequence[str],
    options: RunOptions,
    terraform: Terraform | None,
    export: Path | None = None,
) -> list[Translation]:
    """Write each stack of a Pulumi project as Terraform JSON, have it validated, and compare it with its origin.

    Args:
        project: the folder that holds `Pulumi.yaml`.
        out: the folder to make; one folder for each stack goes into it.
        stacks: which; none means all that have settings.
        options: how the program is run.
        terraform: None leaves the validation out.
        export: of what is deployed, for the names that Pulumi made; None makes plain ones.

    Raises:
        InputError: what cannot be read, run or written; then `out` is not made.
    """
    _check(project, out)
    names = list(find(project, options).loaders)
    if unknown := [name for name in stacks if name not in names]:
        raise InputError(f"{project}: no stack {', '.join(unknown)}. It has: {', '.join(names)}.")
    wanted, physical = list(stacks or names), names_in(export) if export else {}
    if export and (len(wanted) != 1 or not any(urn.startswith(f"urn:pulumi:{wanted[0]}::") for urn in physical)):
        raise InputError(f"{export}: it is no export of the one stack that is translated ({', '.join(wanted)}).")
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        made = list(pool.map(lambda name: _translated(project, name, options, physical), wanted))
    out.parent.mkdir(parents=True, exist_ok=True)
    staging = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    try:
        folders = [staging / stack.name for stack in made]
        files = [save(stack.configuration, folder) for stack, folder in zip(made, folders, strict=True)]
        faults, unasked = _validated(folders, terraform)
        found = [
            Translation(
                stack.name,
                sum(map(len, _section(stack.configuration, "resource").values())),
                stack.configuration.left_out,
                said,
                unasked,
                _compared(stack, file, project, out),
            )
            for stack, file, said in zip(made, files, faults, strict=True)
        ]
        staging.chmod(0o755)
        if out.exists():
            out.rmdir()
        staging.rename(out)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return found


def _check(project: Path, out: Path) -> None:
    if not any((project / name).is_file() for name in PULUMI_FILES):
        raise InputError(f"{project}: no Pulumi project, it has no Pulumi.yaml. Name the folder that holds one.")
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise InputError(f"{out}: it is there already, and what is in it is kept. Name a new folder.")


def _translated(project: Path, name: str, options: RunOptions, names: Mapping[str, str]) -> _Stack:
    registered = capture(project, name, options)
    program, configuration = _written(registered, project, names)

    def written(settings: Mapping[str, str]) -> Mapping[str, object]:
        changed = replace(options, config={**options.config, **settings})
        return _written(capture(project, name, changed), project, names)[1].document

    own = f"{registered.project}:"
    settings = {
        key.removeprefix(own): value for key, value in registered.configuration.items() if isinstance(value, str)
    }
    origin = (options.config_file or Path(f"Pulumi.{name}.yaml")).name
    document = with_variables(configuration.document, settings, written, origin)
    return _Stack(name, program, replace(configuration, document=document))


def _written(registered: Registrations, project: Path, names: Mapping[str, str]) -> tuple[Program, Configuration]:
    program = to_program(registered, kind="Pulumi program", folder=project)
    if registered.stack == INVENTED and not list(project.glob("Pulumi.*.y*ml")):
        program = replace(program, environment="")
    return program, emit(program, names=names)


def _compared(stack: _Stack, file: Path, project: Path, out: Path) -> Report:
    """Compare what the configuration stands for with what is read back from it."""
    configuration = stack.configuration
    back = read_configuration(read_json(file), file, stack.name, configuration.variables)
    back = replace(back, data={**back.data, **configuration.elsewhere})
    kept = {key: one for key, one in stack.program.resources.items() if key not in configuration.left_out}
    program = replace(stack.program, resources=kept)
    left = Input(project, {stack.name: lambda: program}, named=True)
    right = Input(out / stack.name / file.name, {stack.name: lambda: back}, named=True)
    return compare_inputs(left, right, Choice(((stack.name, stack.name),)))


def _validated(folders: Sequence[Path], terraform: Terraform | None) -> tuple[list[tuple[str, ...]], str]:
    """Return the faults of each folder, and why Terraform was not asked."""
    nothing: list[tuple[str, ...]] = [()] * len(folders)
    if terraform is None:
        return nothing, "there is no Terraform on PATH (developer.hashicorp.com/terraform/install)"
    try:
        return terraform.faults(folders), ""
    except InputError as error:
        return nothing, str(error)


def _section(configuration: Configuration, name: str) -> Mapping[str, Mapping[str, object]]:
    found = configuration.document.get(name, {})
    return found if isinstance(found, dict) else {}
