"""Which kind of input a path is, told by what only that kind has."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Final

from stack_parity.errors import InputError
from stack_parity.model.program import Program
from stack_parity.sources.inputs import Input
from stack_parity.sources.pulumi import DEFAULTS, RunOptions, capture, read_export, read_preview
from stack_parity.sources.pulumi.registered import to_program
from stack_parity.sources.terraform.configuration import read_configuration
from stack_parity.sources.terraform.files import read_json
from stack_parity.sources.terraform.shown import read_shown

PULUMI_FILES: Final = ("Pulumi.yaml", "Pulumi.yml")
INVENTED: Final = "dev"
"""What a program is told that its stack is called, where it has none: no name of its own."""
CONFIGURATION: Final = "cdk.tf.json"
TRANSLATED: Final = "main.tf.json"
"""What a translation writes into the folder of each stack."""
MANIFEST: Final = "manifest.json"
_KINDS: Final = (
    "a Pulumi project folder, a file of `pulumi preview --json` or `pulumi stack export`, a cdktf.out folder, "
    "a cdk.tf.json, or a file of `terraform show -json`"
)


def find(path: Path, options: RunOptions = DEFAULTS) -> Input:
    """Find out what a path is.

    Args:
        path: a file or a folder.
        options: how a program is run, where it is one.

    Raises:
        InputError: when it is nothing that can be compared.
    """
    if not path.exists():
        raise InputError(f"{path}: there is no such file or folder. Give {_KINDS}.")
    return _folder(path, options) if path.is_dir() else _file(path)


def _folder(path: Path, options: RunOptions) -> Input:
    if any((path / name).exists() for name in PULUMI_FILES):
        return _pulumi_project(path, options)
    if (path / MANIFEST).is_file():
        return _synthesized(path)
    for name in (CONFIGURATION, TRANSLATED):
        if (path / name).is_file():
            return _file(path / name)
    if stacks := sorted(path.glob(f"*/{TRANSLATED}")):
        loaders = {file.parent.name: _configuration(file, file.parent.name) for file in stacks}
        return Input(path, loaders, named=True)
    raise InputError(f"{path}: no Pulumi.yaml, {MANIFEST} or {CONFIGURATION} in this folder. Give {_KINDS}.")


def _pulumi_project(path: Path, options: RunOptions) -> Input:
    """Run a project for each stack that has a settings file; a project without any has one of an invented name."""
    stacks = sorted(
        file.name.split(".", 1)[1].rpartition(".")[0]
        for pattern in ("Pulumi.*.yaml", "Pulumi.*.yml")
        for file in path.glob(pattern)
    )

    def loader(stack: str) -> Callable[[], Program]:
        return lambda: to_program(capture(path, stack, options), kind="Pulumi program", folder=path)

    if stacks:
        return Input(path, {stack: loader(stack) for stack in stacks}, named=True)
    return Input(path, {INVENTED: lambda: replace(loader(INVENTED)(), environment="")}, named=False)


def _synthesized(path: Path) -> Input:
    stacks = read_json(path / MANIFEST).get("stacks")
    if not isinstance(stacks, dict) or not stacks:
        raise InputError(f"{path / MANIFEST}: no stacks. Synthesize first: `cdktf synth`.")
    loaders = {}
    for name, stack in stacks.items():
        place = stack.get("synthesizedStackPath") if isinstance(stack, dict) else None
        if not isinstance(place, str):
            raise InputError(f"{path / MANIFEST}: stack {name!r} has no synthesizedStackPath.")
        loaders[name] = _configuration(path / place, name)
    return Input(path, loaders, named=True)


def _configuration(file: Path, environment: str) -> Callable[[], Program]:
    return lambda: read_configuration(read_json(file), file, environment)


def _file(path: Path) -> Input:
    """Tell the kinds of file apart by what only they have."""
    document = read_json(path)
    if "deployment" in document:
        return _lone(path, lambda: to_program(read_export(path), kind="Pulumi stack export", folder=None))
    if "steps" in document or "changeSummary" in document:
        return _lone(path, lambda: to_program(read_preview(path), kind="Pulumi preview", folder=None))
    if "format_version" in document:
        return _lone(path, lambda: read_shown(document, path))
    if document.keys() & {"resource", "data", "provider", "terraform", "output", "module"}:
        return _lone(path, lambda: read_configuration(document, path, None))
    found = ", ".join(sorted(document)[:5]) or "nothing"
    raise InputError(f"{path}: none of the known kinds (at its top: {found}). Give {_KINDS}.")


def _lone(path: Path, loader: Callable[[], Program]) -> Input:
    program = loader()
    return Input(path, {program.environment or path.stem: lambda: program}, named=False)
