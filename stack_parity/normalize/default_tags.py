"""The provider's default tags become tags of the resources.

Before: `default_tags = {"Project": "tap"}`, a role with `tags = {"Environment": "dev"}`.
After: the role has `tags = {"Project": "tap", "Environment": "dev"}`; its own tags win.
"""

from __future__ import annotations

from collections.abc import Mapping

from stack_parity.aws.types import TAGGABLE
from stack_parity.model.program import Program, Resource
from stack_parity.model.values import Value
from stack_parity.normalize.each import change_attributes


def add_default_tags(program: Program) -> Program:
    """Return the program with the default tags on everything that has tags."""
    if not program.default_tags:
        return program

    def tagged(resource: Resource) -> Mapping[str, Value]:
        if "tags" not in resource.attributes and resource.type not in TAGGABLE:
            return resource.attributes
        own = resource.attributes.get("tags")
        return {**resource.attributes, "tags": dict(program.default_tags) | (own if isinstance(own, dict) else {})}

    return change_attributes(program, tagged)
