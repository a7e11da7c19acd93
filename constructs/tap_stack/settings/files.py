"""Reads a folder of environments, one TOML file each, into settings; collects every fault before it complains."""

from __future__ import annotations

import os
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path, PurePath
from typing import Any, Final

from tap_stack.faults import Fault, SettingsError
from tap_stack.settings.construct import Settings
from tap_stack.settings.deployment import DeploymentSettings
from tap_stack.settings.explanation import shown, unknown_field
from tap_stack.settings.state_places import place_faults, state_place
from tap_stack.settings.text import texts_of_a_file
from tap_stack.small_files import read_small_text

FILE_NAME: Final = "environment"
"""The one setting that no file holds: the file's own name says it."""

CODE: Final = "handler"
"""The code folder of an environment whose file names none; in Python, where no project is known, one must be named."""

SIZE_LIMIT: Final = 64 * 1024
"""Bytes of a file of settings; variables, its largest part, take 4 KB at most."""

DOTS_LIMIT: Final = 500
"""Dots in a line: the time to read a dotted key grows with more than the square of its parts."""

INNER: Final = "settings"
"""The field of `DeploymentSettings` whose own fields a file holds at its top."""


def file_fields() -> list[str]:
    """Return what may stand at the top of a file: what the construct is told and what its deployment needs."""
    return [
        name for name in (*Settings.model_fields, *DeploymentSettings.model_fields) if name not in (FILE_NAME, INNER)
    ]


def load_environments(folder: Path) -> dict[str, DeploymentSettings]:
    """Read every environment of a folder.

    Args:
        folder: holds one `<environment>.toml` each. A relative `function.code` in them starts at the folder's parent,
            the project.

    Returns:
        The settings by environment, in the order of the names.

    Raises:
        SettingsError: with every fault of every file.
    """
    files = sorted(folder.glob("*.toml"))
    if not files:
        found = "no file that ends in .toml" if folder.is_dir() else "no such folder"
        raise SettingsError(
            [Fault(f"{folder.name}/", found, "one file per environment", "add a file such as dev.toml with a region")]
        )
    faults: list[Fault] = []
    environments: dict[str, DeploymentSettings] = {}
    for file in files:
        try:
            environments[file.stem] = load_environment(file)
        except SettingsError as error:
            faults += error.faults
    for name, deployment in environments.items():
        faults += place_faults(deployment, folder.parent, f"{folder.name}/{name}.toml")
    faults += _shared(folder, environments)
    if faults:
        raise SettingsError(_merged(faults))
    return environments


def _merged(faults: Iterable[Fault]) -> list[Fault]:
    """Return the faults, one that several files have told once."""
    files: dict[Fault, list[str]] = {}
    for fault in faults:
        file, colon, rest = fault.where.partition(": ")
        files.setdefault(replace(fault, where=f"{colon}{rest}"), []).append(file)
    return [replace(fault, where=f"{', '.join(dict.fromkeys(names))}{fault.where}") for fault, names in files.items()]


def load_environment(file: Path) -> DeploymentSettings:
    """Read one environment; its name is the file's name without `.toml`.

    Args:
        file: lies in the project's folder of environments; a relative `function.code` in it starts at the project.

    Raises:
        SettingsError: with every fault of the file.
    """
    where = f"{file.parent.name}/{file.name}"
    data = _read(file, where)
    known = file_fields()
    faults = [
        _told_by_file_name(where, data[name]) if name == FILE_NAME else unknown_field(f"{where}: {name}", name, known)
        for name in data
        if name not in known
    ]
    faults += _code_faults(where, data, file.parent.parent)
    try:
        with texts_of_a_file():
            deployment = DeploymentSettings(**_nested(data, known, file))
    except SettingsError as error:
        faults += (_in_file(fault, where) for fault in error.faults)
    if faults:
        raise SettingsError(faults)
    return deployment


def _toml_remedy(text: str, error: str) -> str:
    """Return what to do about a line that is no TOML; most often its text has no quotes."""
    place = re.search(r"Invalid value \(at line (\d+), column (\d+)\)", error)
    if place is None:
        return "correct that line"
    line = text.splitlines()[int(place[1]) - 1]
    key, value = line[: int(place[2]) - 1].strip(), line[int(place[2]) - 1 :].strip()
    return f'put text in quotes: {key} "{value}"' if re.fullmatch(r"[A-Za-z][\w./:-]*", value) else "correct that line"


def _read(file: Path, where: str) -> dict[str, Any]:
    try:
        text = read_small_text(file, SIZE_LIMIT)
        if any(line.count(".") > DOTS_LIMIT for line in text.splitlines()):
            rule, remedy = f"a line has at most {DOTS_LIMIT} dots, or to read its key takes minutes", "split the line"
            raise SettingsError([Fault(where, "a line of too many dots", rule, remedy)])
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        fault = Fault(where, str(error), "a TOML file (toml.io)", _toml_remedy(text, str(error)))
    except RecursionError:
        fault = Fault(where, "values nested too deeply", "a TOML file (toml.io)", "flatten the values")
    except (OSError, UnicodeDecodeError) as error:
        rule = f"a readable text file in UTF-8 of at most {SIZE_LIMIT:,} bytes"
        fault = Fault(where, str(error), rule, "correct the file")
    except ValueError:  # of int(), which reads no more digits (sys.get_int_max_str_digits)
        fault = Fault(where, "a number of thousands of digits", "a TOML file (toml.io)", "shorten the number")
    raise SettingsError([fault])


def _told_by_file_name(where: str, value: object) -> Fault:
    rule = "the file's name is the environment's name"
    return Fault(f"{where}: {FILE_NAME}", shown(value), rule, "remove the line, or rename the file")


def _code_faults(where: str, data: Mapping[str, Any], project: Path) -> Iterator[Fault]:
    """Refuse a code folder outside of the project: a change of a file alone must not pack what lies elsewhere."""
    function = data.get("function")
    code = function.get("code", CODE) if isinstance(function, dict) else CODE
    if not isinstance(code, str) or "\0" in code:  # which the field itself refuses
        return
    if PurePath(code).is_absolute() or ".." in PurePath(code).parts:
        found = shown(code)
    elif not Path(os.path.realpath(project / code)).is_relative_to(os.path.realpath(project)):
        found = f"{shown(code)}, which a link leads out of the project"
    else:
        return
    rule = "in a file, a folder inside the project, relative to it; in Python it may be any"
    yield Fault(f"{where}: function.code", found, rule, "move the folder into the project")


def _nested(data: Mapping[str, Any], known: list[str], file: Path) -> dict[str, Any]:
    """Nest what a file holds as the settings do; a relative code folder starts at the project, the default included."""
    deployment = {
        name: value for name, value in data.items() if name in DeploymentSettings.model_fields and name != INNER
    }
    settings = {name: value for name, value in data.items() if name in known and name not in deployment}
    function = settings.get("function", {})
    if isinstance(function, dict):
        code = function.get("code", CODE)
        settings["function"] = {**function, "code": file.parent.parent / code if isinstance(code, str) else code}
    return {**deployment, INNER: {**settings, FILE_NAME: file.stem}}


def _in_file(fault: Fault, where: str) -> Fault:
    path = fault.where.partition(": ")[2].removeprefix(INNER).removeprefix(".")
    remedy = "rename the file" if path == FILE_NAME else fault.remedy
    return replace(fault, where=f"{where}: {path}" if path else where, remedy=remedy)


def _shared(folder: Path, environments: Mapping[str, DeploymentSettings]) -> Iterator[Fault]:
    """Find what two environments claim both: a second one would overwrite the first."""
    claims: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for name, deployment in environments.items():
        state, function_name = deployment.state_location, deployment.settings.function_name
        claims["state", state_place(deployment, folder.parent)].append((name, state))
        claims["function name", function_name].append((name, function_name))
    for (what, _), claimed in claims.items():
        if len(claimed) > 1:
            names, texts = zip(*claimed, strict=True)
            yield Fault(
                f"{folder.name}/{names[0]}.toml and {folder.name}/{names[1]}.toml",
                f"the same {what} {' and '.join(map(repr, dict.fromkeys(texts)))}",
                f"each environment has a {what} of its own",
                f"change the {what} in one of them",
            )
