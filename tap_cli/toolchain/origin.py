"""Where a stack is deployed, as its state says, and where it is to be deployed, as its synthesized JSON says."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

Json = Mapping[str, Any]

TAGS: Final = {"region": "Region", "project": "Project", "environment": "Environment"}
"""The tags that TapStack sets on each of its resources, by what they say."""


@dataclass(frozen=True)
class Origin:
    """One AWS account and region, and what is deployed there; a field is None where nothing says it, or two say two.

    Attributes:
        account: the 12 digits of the account.
        region: the region.
        project: the setting `project`.
        environment: the environment's name.
    """

    account: str | None = None
    region: str | None = None
    project: str | None = None
    environment: str | None = None


def origin_of_state(text: str) -> Origin:
    """Read from a state (version 4 of Terraform's) where its resources are; of one that is no state, nothing."""
    try:
        resources = json.loads(text).get("resources", [])
    except (ValueError, AttributeError):
        return Origin()
    managed = [
        instance.get("attributes") or {}
        for resource in resources
        if resource.get("mode") == "managed"
        for instance in resource.get("instances", [])
    ]
    return Origin(_only(_accounts(managed)), **_tagged(managed))


def origin_of_stack(synthesized: Json) -> Origin:
    """Read from a `cdk.tf.json` where its resources are to be; the account is known at the deployment only."""
    return Origin(**_tagged([values for kind in synthesized.get("resource", {}).values() for values in kind.values()]))


def _accounts(resources: list[Json]) -> Iterator[str]:
    for attributes in resources:
        if found := re.match(r"arn:[\w-]+:[\w-]+:[\w-]*:([0-9]{12}):", str(attributes.get("arn"))):
            yield found[1]


def _tagged(resources: list[Json]) -> dict[str, str | None]:
    tags = [attributes["tags"] for attributes in resources if isinstance(attributes.get("tags"), dict)]
    own = [tag for tag in tags if tag.keys() >= set(TAGS.values())]
    return {field: _only(tag[name] for tag in own) for field, name in TAGS.items()}


def _only(values: Iterator[str]) -> str | None:
    found = set(values)
    return found.pop() if len(found) == 1 else None
