"""A configuration in files of one type each, so that every fault of the provider's has its type, name and attribute."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from stack_parity.emit import Configuration
from stack_parity.emit.packages import write_package
from tools.truth.validation import Fault, Validator

_LINE: Final = re.compile(r'^( *)(?:"([^"]+)": )?')


@dataclass(frozen=True)
class Located:
    """What the provider refuses, and where: type, name and attribute path, each empty where it does not say."""

    type: str
    name: str
    path: str
    text: str


def located_faults(configuration: Configuration, folder: Path, validator: Validator) -> list[Located]:
    """Let the provider validate a configuration, written into a folder; return its faults with their places."""
    paths = _split(configuration, folder)
    return [_located(fault, paths.get(fault.file, [])) for fault in validator.faults(folder)]


def _split(configuration: Configuration, folder: Path) -> Mapping[str, Sequence[tuple[str, ...]]]:
    """Write a file for each type; return by file the path of keys of each line.

    Terraform reads a file anew for each of its errors: with everything in one, thousands of them take forever.
    """
    for package in configuration.packages:
        write_package(package, folder)
    for file in folder.glob("*.tf.json"):
        file.unlink()
    paths = {}
    for type_, held in _objects(configuration.document["resource"]):
        paths[f"{type_}.tf.json"] = _write_lines(folder / f"{type_}.tf.json", {"resource": {type_: held}})
    rest = {name: section for name, section in configuration.document.items() if name != "resource"}
    _write_lines(folder / "main.tf.json", rest)
    return paths


def _objects(section: object) -> Iterable[tuple[str, object]]:
    return section.items() if isinstance(section, dict) else ()


def _write_lines(file: Path, document: object) -> list[tuple[str, ...]]:
    text = json.dumps(document, indent=2)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")
    return line_paths(text)


def _located(fault: Fault, lines: Sequence[tuple[str, ...]]) -> Located:
    steps = lines[fault.line - 1] if fault.line and fault.line <= len(lines) else ()
    if len(steps) < 3 or steps[0] != "resource":
        return Located("", "", "", fault.text)
    return Located(steps[1], steps[2], ".".join(steps[3:]), fault.text)


def line_paths(text: str) -> list[tuple[str, ...]]:
    """Return the path of keys of each line of JSON that is indented by two; lists have no step."""
    stack: list[tuple[int, str]] = []
    paths = []
    for line in text.splitlines():
        match = _LINE.match(line)
        indent, key = (len(match[1]), match[2]) if match else (0, None)
        while stack and stack[-1][0] >= indent and not line.strip().startswith(("}", "]")):
            stack.pop()
        if key is not None:
            stack.append((indent, json.loads(f'"{key}"')))
        paths.append(tuple(step for _, step in stack))
    return paths
