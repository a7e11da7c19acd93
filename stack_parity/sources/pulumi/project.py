"""A Pulumi project's own files: `Pulumi.yaml` and the settings of one stack."""

import hashlib
import json
import re
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from typing import Any, Final

import yaml

from stack_parity.sources.pulumi.registrations import PulumiInputError
from stack_parity.sources.pulumi.running.options import DEFAULTS, RunOptions

LARGEST: Final = 1_000_000
"""Bytes of a settings file; a real one has a few thousand."""
MOST_NODES: Final = 100_000
"""Values in a settings file after its aliases are spelled out."""
ENCRYPTED: Final = "encrypted"
"""What a program gets for a value that the file holds in encrypted form only."""

_MARKS: Final = ((".git", ".hg"), ("cdktf.json", "pyproject.toml"))
"""What the top folder of a checkout has, and failing that, what the top folder of a project has."""
_STACK_NAME: Final = re.compile(r"[A-Za-z0-9_.-]{1,100}")


@dataclass(frozen=True)
class Project:
    """What Pulumi needs to know to run a program for one stack.

    `configuration` maps `<namespace>:<key>` to text, as Pulumi hands it over; `secret_keys` are those that are secret.
    """

    name: str
    stack: str
    folder: Path
    main: Path
    settings: str
    configuration: Mapping[str, str]
    secret_keys: frozenset[str]
    virtualenv: str | None = None
    """The virtual environment that the project says is its own, relative to its folder."""

    @property
    def checkout(self) -> Path:
        """The folder that the program may read: its repository, or the project around it, or its own folder."""
        nobody = {Path.home(), *Path.home().parents, Path(tempfile.gettempdir()).resolve()}
        around = list(takewhile(lambda folder: folder not in nobody, (self.folder, *self.folder.parents)))
        for marks in _MARKS:
            for folder in around:
                if any((folder / mark).exists() for mark in marks):
                    return folder
        return self.folder


def read_project(folder: Path, stack: str | None, options: RunOptions = DEFAULTS) -> Project:
    """Read a project folder.

    Args:
        folder: the one that holds `Pulumi.yaml`.
        stack: its name; None where the project has settings for one stack only.
        options: configuration of the user's, which goes before the project's own.

    Raises:
        PulumiInputError: when it is no Python project of Pulumi, or the stack is not one of it.
    """
    folder = folder.resolve()
    description = _project_file(folder)
    name = description.get("name")
    if not isinstance(name, str) or not name:
        raise PulumiInputError(f"{folder.name}/Pulumi.yaml: 'name' must be the project's name. Add it.")
    runtime = description.get("runtime")
    _require_python(folder, runtime)
    settings_folder = folder / str(description.get("stackConfigDir") or ".")
    stack = _choose(stack, settings_folder, folder)
    settings = options.config_file or _settings_file(settings_folder, stack)
    given = _load(settings).get("config") or {} if settings.exists() or options.config_file else {}
    if not isinstance(given, dict):
        raise PulumiInputError(f"{settings.name}: 'config' must be a mapping of keys to values.")
    values = {
        **_defaults(description.get("config"), name),
        **_namespaced(given, name),
        **_namespaced(options.config, name),
    }
    project = Project(
        name=name,
        stack=stack,
        folder=folder,
        main=_main(folder, description.get("main")),
        settings=settings.name,
        configuration={key: _text(value) for key, value in sorted(values.items())},
        secret_keys=frozenset(key for key, value in values.items() if _encrypted(value)),
        virtualenv=_virtualenv(runtime),
    )
    if not project.main.is_relative_to(project.checkout):
        raise PulumiInputError(
            f"{folder.name}: its main file lies outside of its checkout. Give the folder around both."
        )
    return project


def _virtualenv(runtime: Any) -> str | None:
    options = runtime.get("options") if isinstance(runtime, dict) else None
    stated = options.get("virtualenv") if isinstance(options, dict) else None
    return stated if isinstance(stated, str) and stated else None


def _project_file(folder: Path) -> dict[str, Any]:
    if not folder.is_dir():
        raise PulumiInputError(f"{folder.name}: there is no such folder. Name the one that holds Pulumi.yaml.")
    for name in ("Pulumi.yaml", "Pulumi.yml"):
        if (folder / name).exists():
            return _load(folder / name)
    raise PulumiInputError(f"{folder.name}: no Pulumi project, it has no Pulumi.yaml. Name the folder that holds one.")


def _require_python(folder: Path, runtime: Any) -> None:
    name = runtime.get("name") if isinstance(runtime, dict) else runtime
    if name != "python":
        raise PulumiInputError(
            f"{folder.name}/Pulumi.yaml: the runtime is {name!r}, and only 'python' can be run here. "
            "Give the file of `pulumi preview --json` or `pulumi stack export` instead."
        )


def _choose(stack: str | None, settings_folder: Path, folder: Path) -> str:
    files = sorted([*settings_folder.glob("Pulumi.*.yaml"), *settings_folder.glob("Pulumi.*.yml")])
    known = [file.name.removeprefix("Pulumi.").rsplit(".", 1)[0] for file in files]
    if stack is None:
        if len(known) > 1:
            raise PulumiInputError(f"{folder.name}: it has several stacks ({', '.join(known)}). Name one of them.")
        return known[0] if known else "dev"
    if not _STACK_NAME.fullmatch(stack):
        raise PulumiInputError(
            f"{stack[:40]!r} is no stack name: letters, digits, '.', '-', '_', at most 100. Rename it."
        )
    if known and stack not in known:
        raise PulumiInputError(f"{folder.name}: it has no stack {stack!r}, only {', '.join(known)}. Name one of them.")
    return stack


def _settings_file(settings_folder: Path, stack: str) -> Path:
    short = settings_folder / f"Pulumi.{stack}.yml"
    return short if short.is_file() else settings_folder / f"Pulumi.{stack}.yaml"


def _main(folder: Path, given: Any) -> Path:
    place = folder / str(given or ".")
    main = place / "__main__.py" if place.is_dir() else place
    if main.exists() and not main.is_file():
        raise PulumiInputError(
            f"{folder.name}: {main.name} is no regular file. A program is read from one; replace it."
        )
    if not main.is_file():
        name = given if main == place else "__main__.py"
        raise PulumiInputError(f"{folder.name}: it has no {name}, where a program starts. Add it, or correct 'main'.")
    return main.resolve()


def _defaults(given: Any, project: str) -> dict[str, Any]:
    """Read the project's own configuration: plain values, or declarations with a `value` or a `default`."""
    values: dict[str, Any] = {}
    for key, declared in (given if isinstance(given, dict) else {}).items():
        if not isinstance(declared, dict):
            values[str(key)] = declared
        elif "value" in declared or "default" in declared:
            values[str(key)] = declared.get("value", declared.get("default"))
    return _namespaced(values, project)


def _namespaced(given: Mapping[Any, Any], project: str) -> dict[str, Any]:
    return {str(key) if ":" in str(key) else f"{project}:{key}": value for key, value in given.items()}


def _encrypted(value: Any) -> bool:
    if isinstance(value, dict):
        return set(value) == {"secure"} or any(_encrypted(item) for item in value.values())
    return isinstance(value, list) and any(_encrypted(item) for item in value)


def _text(value: Any) -> str:
    """Return the value as Pulumi hands it to a program: text, or JSON for a list or a mapping."""
    plain = _decrypted(value)
    if isinstance(plain, dict | list | bool | int | float | None):
        return json.dumps(plain, default=str)
    return str(plain)


def _decrypted(value: Any) -> Any:
    if isinstance(value, dict):
        if set(value) == {"secure"}:
            return f"{ENCRYPTED}{hashlib.sha256(str(value['secure']).encode()).hexdigest()[:16]}"
        return {key: _decrypted(item) for key, item in value.items()}
    return [_decrypted(item) for item in value] if isinstance(value, list) else value


def _load(file: Path) -> dict[str, Any]:
    try:
        if file.exists() and not file.is_file():
            raise PulumiInputError(f"{file.name}: it is no regular file. Settings are read from one; replace it.")
        if file.stat().st_size > LARGEST:
            raise PulumiInputError(f"{file.name}: larger than {LARGEST} bytes, so no settings file of Pulumi.")
        loaded = yaml.safe_load(file.read_text(encoding="utf-8"))
        _count(loaded, MOST_NODES)
    except yaml.MarkedYAMLError as error:
        line = f", line {error.problem_mark.line + 1}" if error.problem_mark else ""
        raise PulumiInputError(f"{file.name}{line}: not valid YAML: {error.problem}.") from None
    except OSError as error:
        raise PulumiInputError(f"{file.name}: it cannot be read: {error.strerror}.") from None
    except (yaml.YAMLError, UnicodeDecodeError):
        raise PulumiInputError(f"{file.name}: not valid YAML in UTF-8.") from None
    except RecursionError:
        raise PulumiInputError(f"{file.name}: it is nested too deeply, or an alias in it contains itself.") from None
    if not isinstance(loaded, dict):
        raise PulumiInputError(f"{file.name}: it must be a mapping of keys to values.")
    return loaded


def _count(value: Any, left: int) -> int:
    """Return how many values may still come, aliases spelled out."""
    if left <= 0:
        raise PulumiInputError(
            f"a settings file with more than {MOST_NODES} values. Its aliases multiply; spell it out."
        )
    left -= 1
    for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        left = _count(item, left)
    return left
