"""What names stand for in a configuration: variables with a default, locals, instances of resources."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from graphlib import CycleError, TopologicalSorter
from itertools import islice
from pathlib import Path
from typing import Final

from stack_parity.model.digest import digest_of
from stack_parity.model.values import Secret, Text, Unknown, Value, is_plain, walk
from stack_parity.sources.terraform.blocks import blocks, body_of, items, section
from stack_parity.sources.terraform.instances import keys_of
from stack_parity.sources.terraform.language.steps import Scope
from stack_parity.sources.terraform.language.templates import evaluate, plain
from stack_parity.sources.terraform.variable_files import values_of_variables

_LOCAL: Final = re.compile(r"\blocal\.([A-Za-z_][\w-]*)")
_LARGEST: Final = 100_000
"""Values and characters in a local that others are made from."""


def scope_of(document: Mapping[str, object], file: Path, variables: Mapping[str, Value] | None = None) -> Scope:
    """Return what names stand for.

    Args:
        document: the parsed file.
        file: where it was.
        variables: the values of input variables, before those of files and defaults.

    Raises:
        InputError: when a section is not shaped as one.
    """
    given = {f"var.{name}": value for name, value in (variables or {}).items()}
    scope = Scope(dict(_variables(document, file)) | given, folder=file.parent)
    scope = replace(scope, values={**scope.values, **_locals(document, scope, file)})
    return replace(scope, instances=dict(_instances(document, scope, file)))


def _variables(document: Mapping[str, object], file: Path) -> Iterator[tuple[str, Value]]:
    stated = values_of_variables(file.parent) if "variable" in document else {}
    for name, body in section(document, "variable", file):
        value = plain(stated[name]) if name in stated else evaluate(body.get("default"))
        if value is not None:
            hidden = body.get("sensitive") is True and is_plain(value)
            yield f"var.{name}", Secret(digest_of(value)) if hidden else value


def _locals(document: Mapping[str, object], scope: Scope, file: Path) -> dict[str, Value]:
    """Evaluate each local after those that it is made from."""
    written = {
        name: value
        for block in items(document.get("locals"))
        for name, value in body_of(block, "locals", file).items()
        if name != "//"
    }
    needs = {name: set(_LOCAL.findall(json.dumps(value))) & written.keys() for name, value in written.items()}
    try:
        order = [*TopologicalSorter(needs).static_order()]
    except CycleError:
        order = []
    found: dict[str, Value] = {}
    for name in order:
        inside = replace(
            scope, values={**scope.values, **{f"local.{key}": found[f"local.{key}"] for key in needs[name]}}
        )
        value = evaluate(written[name], inside)
        found[f"local.{name}"] = value if _is_small(value) else Unknown("larger than what is evaluated here")
    return found


def _is_small(value: Value) -> bool:
    size = 0
    for part in islice(walk(value), _LARGEST):
        texts = part.parts if isinstance(part, Text) else [part]
        size += 1 + sum(len(text) for text in texts if isinstance(text, str))
    return size < _LARGEST


def _instances(document: Mapping[str, object], scope: Scope, file: Path) -> Iterator[tuple[str, tuple[str | int, ...]]]:
    for mode, prefix in (("resource", ""), ("data", "data.")):
        for type_, held in section(document, mode, file):
            for name, body in blocks(held, f"{mode}.{type_}", file):
                keys = keys_of(body, scope) if "count" in body or "for_each" in body else None
                if keys is not None:
                    yield f"{prefix}{type_}.{name}", keys
