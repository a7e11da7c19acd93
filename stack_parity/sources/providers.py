"""The configurations of the AWS provider in one program, and which of them is the program's own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from stack_parity.model.program import PROVIDER_SETTINGS, Program, Provider, Resource
from stack_parity.model.values import Value

DEFAULT: Final = "aws"
"""The name of the configuration without an alias."""


def provider_of(settings: Mapping[str, Value]) -> Provider:
    """Return what of a provider's settings, by Terraform's names, belongs to the architecture."""
    return Provider(
        {name: settings[name] for name in PROVIDER_SETTINGS if settings.get(name) is not None},
        _default_tags(settings.get("default_tags")),
    )


def with_providers(program: Program, providers: Mapping[str, Provider]) -> Program:
    """Return the program with its providers: its own, and others for the resources that they make.

    Its own is the one without an alias, as long as that makes a resource; otherwise the one that makes most.

    Args:
        program: whose resources name the provider that makes them.
        providers: every configuration by name; `DEFAULT` is the one without an alias.
    """
    counted = Counter(resource.provider for resource in program.resources.values() if resource.provider)
    main = DEFAULT if DEFAULT in counted or not counted else max(sorted(counted), key=lambda name: counted[name])
    own = providers.get(main, Provider({}))

    def made_by(resource: Resource) -> Resource:
        return replace(resource, provider=None) if resource.provider == main else resource

    return replace(
        program,
        resources={address: made_by(resource) for address, resource in program.resources.items()},
        data={address: made_by(source) for address, source in program.data.items()},
        region=program.region or own.region,
        account=program.account or own.account,
        provider=own.settings,
        default_tags=own.default_tags,
        providers={name: provider for name, provider in providers.items() if name != main},
    )


def _default_tags(block: Value) -> dict[str, Value]:
    tags: dict[str, Value] = {}
    for item in block if isinstance(block, list) else [block]:
        inner = item.get("tags") if isinstance(item, dict) else None
        if isinstance(inner, dict):
            tags |= inner
    return tags
