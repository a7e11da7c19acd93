"""A deployed stack: what was synthesized for it, with Terraform's references resolved from its state."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Json = dict[str, Any]

_REFERENCE = re.compile(r"\$\{((?:data\.)?[\w-]+\.[\w-]+)\.(\w+)\}")


@dataclass(frozen=True)
class Stack:
    """One stack.

    Attributes:
        resources: by Terraform type and logical id, as synthesized, every reference replaced by its value.
        outputs: by name.
    """

    resources: Mapping[str, Mapping[str, Json]]
    outputs: Mapping[str, Any]

    def count(self) -> int:
        """Return the number of resources."""
        return sum(map(len, self.resources.values()))


def read_stack(folder: Path, state: Json) -> Stack:
    """Read a stack.

    Args:
        folder: holds the stack's `cdk.tf.json`.
        state: what `terraform state pull` prints (version 4 of Terraform's state).
    """
    synthesized = json.loads((folder / "cdk.tf.json").read_text("utf-8"))
    values = {_address(resource): resource["instances"][0]["attributes"] for resource in state["resources"]}
    return Stack(
        resources=_resolve(synthesized["resource"], values),
        outputs={name: output["value"] for name, output in state["outputs"].items()},
    )


def _address(resource: Json) -> str:
    prefix = "data." if resource["mode"] == "data" else ""
    return f"{prefix}{resource['type']}.{resource['name']}"


def _resolve(value: Any, values: Mapping[str, Json]) -> Any:
    """Replace each `${type.name.attribute}` and leave out the framework's metadata."""
    if isinstance(value, dict):
        return {key: _resolve(inner, values) for key, inner in value.items() if key != "//"}
    if isinstance(value, list):
        return [_resolve(inner, values) for inner in value]
    if isinstance(value, str):
        return _REFERENCE.sub(lambda match: str(values[match[1]][match[2]]), value)
    return value
