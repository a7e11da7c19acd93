"""A new environment, made from one that is there: its file, and its configuration of the Pulumi version."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from contextlib import suppress
from itertools import dropwhile
from pathlib import Path
from typing import Any, Final

from tap_cli.deployment.environments import find_environment, read_environments
from tap_cli.errors import UserError
from tap_cli.toolchain.project import Project

OWN_PLACE: Final = ("key", "path")
"""Settings of `[state]` that name the place of one state; by default it follows from the environment's name."""


def add_environment(project: Project, name: str, origin: str) -> Iterator[str]:
    """Write the files of a new environment; yield a line for each, and for what is to be looked at.

    Args:
        project: the checkout.
        name: the new environment's.
        origin: the environment whose settings it takes over.

    Raises:
        UserError: the name is taken or cannot be one, or the settings would have a fault; nothing is written then.
    """
    find_environment(project, origin)
    if name != Path(name).name or name in ("", ".", ".."):
        raise UserError(f"{name!r} cannot be the name of an environment: it is a file's name, without .toml.")
    written: list[Path] = []
    try:
        text = (project.environments / f"{origin}.toml").read_text("utf-8")
        _write(project.environments / f"{name}.toml", derived(text, name, origin), written)
        read_environments(project)
        pulumi = project.pulumi / f"Pulumi.{origin}.yaml"
        if pulumi.is_file():
            text = _with_heading(pulumi.read_text("utf-8"), name, origin)
            _write(pulumi.with_name(f"Pulumi.{name}.yaml"), text, written)
    except BaseException as error:
        for file in written:
            with suppress(OSError):
                file.unlink()
        if isinstance(error, OSError):
            raise UserError(f"{error.filename} cannot be written: {error.strerror}. Nothing was added.") from None
        if isinstance(error, UserError):
            raise UserError(f"{error}\nNothing was added.") from None
        raise
    yield from (f"{file.relative_to(project.root)} was written, as {origin} is." for file in written)
    yield from _advice(project, name, origin)


def _write(file: Path, text: str, written: list[Path]) -> None:
    try:
        with file.open("x", encoding="utf-8") as new:
            written.append(file)
            new.write(text)
    except FileExistsError:
        raise UserError(f"{file.parent.name}/{file.name} exists already. Choose another name, or change it.") from None


def derived(text: str, name: str, origin: str) -> str:
    """Return the text of an environment's file for another one: its heading, and no place of the state."""
    lines, table = [], ""
    for line in _with_heading(text, name, origin).splitlines(keepends=True):
        if opened := re.match(r"\s*\[([^\[\]]+)\]", line):
            table = opened[1].strip()
        if table == "state" and re.match(rf"\s*({'|'.join(OWN_PLACE)})\s*=", line):
            continue
        lines.append(line)
    return "".join(lines)


def _with_heading(text: str, name: str, origin: str) -> str:
    """Replace the comment at the top, which says what the origin is for; the line of the schema stays."""
    lines = text.splitlines(keepends=True)
    schema = [line for line in lines[:1] if line.startswith("#:schema")]
    rest = dropwhile(lambda line: line.startswith("#"), lines[len(schema) :])
    return "".join([*schema, f"# {name}: added with the settings of {origin}.\n", *rest])


def _advice(project: Project, name: str, origin: str) -> Iterator[str]:
    """Yield what a person has to look at: what was taken over and speaks of the origin, and what comes next."""
    file = project.environments / f"{name}.toml"
    settings: dict[str, Any] = tomllib.loads(file.read_text("utf-8"))
    if settings.get("function", {}).get("description"):
        yield f"Look at its description: it is still that of {origin}."
    if account := settings.get("account_id"):
        yield f"It may be deployed to the account of {origin}, {account}."
    if not (project.pulumi / f"Pulumi.{name}.yaml").exists() and project.pulumi.is_dir():
        yield f"The Pulumi version has no stack {origin}, so none was added: write pulumi_program/Pulumi.{name}.yaml."
    yield f"Next: make snapshots, then make demo ENV={name}"
