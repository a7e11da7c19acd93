"""The provider's default tags become tags of the resources.

Before: `default_tags = {"Project": "tap"}`, a role with `tags = {"Environment": "dev"}`.
After: the role has `tags = {"Project": "tap", "Environment": "dev"}`; its own tags win.
"""

from __future__ import annotations

from dataclasses import replace

from stack_parity.aws.schema import takes_tags
from stack_parity.model.program import Program, Resource


def add_default_tags(program: Program) -> Program:
    """Return the program with the default tags of its provider on every resource that has tags."""

    def tagged(resource: Resource) -> Resource:
        provider = program.providers.get(resource.provider or "")
        default = provider.default_tags if provider is not None else program.default_tags
        if not default or ("tags" not in resource.attributes and not takes_tags(resource.type)):
            return resource
        own = resource.attributes.get("tags")
        tags = dict(default) | (own if isinstance(own, dict) else {})
        return replace(resource, attributes={**resource.attributes, "tags": tags})

    return replace(program, resources={address: tagged(resource) for address, resource in program.resources.items()})
