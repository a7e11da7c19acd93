"""What tells resources of one type apart: a name in AWS, a name in the program, content and neighbours."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Final, TypeAlias

from stack_parity.aws.identity import NAMES as NAMED
from stack_parity.aws.identity import physical_name
from stack_parity.model.program import Program, Resource
from stack_parity.model.spelling import short_address, speller
from stack_parity.model.values import CONTEXT, Text, addresses_in

Key: TypeAlias = Callable[[Resource], str | None]
NameOf: TypeAlias = Callable[[Resource, Program], str | None]


def by_key(resources: Iterable[Resource], key: Key) -> dict[str, list[Resource]]:
    """Group the resources by a key; one without it is in no group."""
    found: dict[str, list[Resource]] = defaultdict(list)
    for resource in resources:
        value = key(resource)
        if value:
            found[value].append(resource)
    return found


def _name_in_aws(resource: Resource) -> str | None:
    """Return the name where the program states it; one that only AWS will tell is none."""
    name = physical_name(resource) if resource.type in NAMED else resource.attributes.get("name")
    stated = isinstance(name, str | Text) and addresses_in(name) <= {CONTEXT}
    return speller({})(name) if stated else None


def _name_and_region(resource: Resource, program: Program) -> str | None:
    name = _name_in_aws(resource)
    region = (program.settings_of(resource) or {}).get("region")
    return f"{name} in {speller({})(region)}" if name and region is not None else None


def _place_in_program(resource: Resource) -> str | None:
    """Return the name with that of the component around it and the index of an instance (`count`, `for_each`)."""
    parent = short_address(resource.parent or "").rpartition("::")[2]
    module, _, _ = resource.address.rpartition(f"{resource.type}.")
    index = re.search(r"\[[^\]]*\]$", resource.address)
    return "/".join(map(_plain, (module if module.startswith("module.") else "", parent, resource.name))) + (
        index[0] if index else ""
    )


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())


NAMES: Final[tuple[tuple[str, NameOf], ...]] = (
    ("its name and region in AWS", _name_and_region),
    ("its name in AWS", lambda resource, _: _name_in_aws(resource)),
    ("its place in the program", lambda resource, _: _place_in_program(resource)),
    ("its name in the program", lambda resource, _: _plain(resource.name)),
)
"""In the order in which they decide, each with its name in a reason."""
