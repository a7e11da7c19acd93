"""Reads a folder of environments, one TOML file each, into settings; collects every fault before it complains."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from tap_stack.faults import Fault, SettingsError
from tap_stack.settings import Settings
from tap_stack.validation import fault_of


def load_environments(folder: Path) -> dict[str, Settings]:
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
    environments: dict[str, Settings] = {}
    for file in files:
        try:
            environments[file.stem] = load_environment(file)
        except SettingsError as error:
            faults += error.faults
    faults += _shared(folder.name, environments)
    if faults:
        raise SettingsError(faults)
    return environments


def load_environment(file: Path) -> Settings:
    """Read one environment; its name is the file's name without `.toml`.

    Raises:
        SettingsError: with every fault of the file.
    """
    where = f"{file.parent.name}/{file.name}"
    try:
        data = tomllib.loads(file.read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise SettingsError([Fault(where, str(error), "a TOML file (toml.io)", "correct that line")]) from None
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError([Fault(where, str(error), "a readable text file in UTF-8", "correct the file")]) from None
    if "environment" in data:
        raise SettingsError(
            [
                Fault(
                    f"{where}: environment",
                    repr(data["environment"]),
                    "the file's name is the environment's name",
                    "remove the line, or rename the file",
                )
            ]
        )
    try:
        return Settings.model_validate({**_with_code_below(file.parent.parent, data), "environment": file.stem})
    except ValidationError as error:
        raise SettingsError(fault_of(where, details) for details in error.errors()) from None


def _with_code_below(project: Path, data: dict[str, Any]) -> dict[str, Any]:
    """Let a relative code folder start at the project, the default one included."""
    function = data.get("function", {})
    if not isinstance(function, dict):
        return data
    code = function.get("code", "handler")
    return {**data, "function": {**function, "code": project / code if isinstance(code, str) else code}}


def _shared(folder: str, environments: Mapping[str, Settings]) -> Iterator[Fault]:
    """Find what two environments claim both: a second one would overwrite the first."""
    claims: dict[tuple[str, str], list[str]] = defaultdict(list)
    for name, settings in environments.items():
        claims["state", settings.state_location].append(name)
        claims["function name", settings.function_name].append(name)
    for (what, value), names in claims.items():
        if len(names) > 1:
            yield Fault(
                f"{folder}/{names[0]}.toml and {folder}/{names[1]}.toml",
                f"the same {what} {value!r}",
                f"each environment has a {what} of its own",
                f"change the {what} in one of them",
            )
