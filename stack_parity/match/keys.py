"""What tells resources of one kind apart: a name in AWS, a name in the program, content."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Final, TypeAlias

from stack_parity.aws.identity import physical_name
from stack_parity.model.program import Resource
from stack_parity.model.spelling import speller

Key: TypeAlias = Callable[[Resource], str | None]


def by_unique_key(resources: Iterable[Resource], key: Key) -> dict[str, Resource]:
    """Return the resources whose key no other has, by that key."""
    found: dict[str, list[Resource]] = defaultdict(list)
    for resource in resources:
        value = key(resource)
        if value:
            found[value].append(resource)
    return {value: group[0] for value, group in found.items() if len(group) == 1}


def _name_in_aws(resource: Resource) -> str | None:
    name = physical_name(resource)
    return name if isinstance(name, str) else None


def _name_in_program(resource: Resource) -> str | None:
    return re.sub(r"[^a-z0-9]", "", resource.name.lower())


def _content(resource: Resource) -> str:
    return speller({})({key: value for key, value in resource.attributes.items() if key != "tags"})


KEYS: Final[tuple[tuple[str, Key], ...]] = (
    ("its name in AWS", _name_in_aws),
    ("its name in the program", _name_in_program),
    ("its content", _content),
)
"""In the order in which they decide, each with its name in a reason."""
