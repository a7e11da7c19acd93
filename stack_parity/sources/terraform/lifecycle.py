"""The rules of a resource's life that a configuration states, as attributes of the resource."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from stack_parity.model.values import Value
from stack_parity.sources.terraform.blocks import items
from stack_parity.sources.terraform.language.steps import Scope
from stack_parity.sources.terraform.language.templates import evaluate, expression

RULES: Final = frozenset(
    {
        "create_before_destroy",
        "ignore_changes",
        "postcondition",
        "precondition",
        "prevent_destroy",
        "replace_triggered_by",
    }
)
"""What a configuration can state of a resource's life (Terraform language, "The lifecycle Meta-Argument")."""


def lifecycle(body: Mapping[str, object], scope: Scope) -> dict[str, Value]:
    """Return the rules of a resource that differ from Terraform's own.

    Args:
        body: of the resource.
        scope: what names stand for in it.
    """
    found: dict[str, Value] = {}
    for block in items(body.get("lifecycle")):
        for name, rule in block.items() if isinstance(block, dict) else ():
            if name in {"prevent_destroy", "create_before_destroy"}:
                found |= {name: True} if evaluate(rule, scope) in (True, "true") else {}
            elif name == "ignore_changes":
                found[name] = [*sorted(_path(str(path)) for path in items(rule))]
            elif name == "replace_triggered_by":
                found[name] = [expression(_inside(str(item)), scope) for item in items(rule)]
            elif name in {"precondition", "postcondition"}:
                found[name] = [evaluate(item, scope) for item in items(rule)]
    return found


def _inside(source: str) -> str:
    return source.removeprefix("${").removesuffix("}")


def _path(source: str) -> str:
    """Return the path of an attribute with a point before each step (`tags["a"]`: `tags.a`)."""
    return re.sub(r'\["?([^"\]]*)"?\]', r".\1", _inside(source))
