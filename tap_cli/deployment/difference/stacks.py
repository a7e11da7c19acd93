"""Compares two syntheses of one stack: what Terraform would do with each resource, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from tap_cli.deployment.difference.flat import differing
from tap_cli.deployment.difference.model import (
    Action,
    Change,
    EnvironmentDifference,
    Kind,
    ResourceDifference,
)
from tap_cli.deployment.difference.packages import changed_files
from tap_cli.deployment.difference.references import Resources, resolve
from tap_cli.deployment.difference.replacement import facts_of

Json = Mapping[str, Any]

ONLY_TERRAFORM: Final = ("depends_on", "lifecycle", "provider")
"""What Terraform itself obeys; nothing of it reaches AWS."""

PACKAGE, HASH = "filename", "source_code_hash"
"""Where the package lies, a folder named by its content, and the digest of that content: one change, not two."""

CODE: Final = "code"
"""The path that stands for the package; its value after names the files."""

NAMES: Final = ("function_name", "name")
"""Attributes that hold a resource's own name."""


def compare_stacks(
    name: str, before: Json | None, after: Json | None, folders: tuple[Path, Path]
) -> EnvironmentDifference:
    """Compare an environment's stack before and after; None stands for an environment that is not there.

    Args:
        name: the environment's.
        before: its `cdk.tf.json` before.
        after: the same now.
        folders: where the two lie, to look into their packages.
    """
    old, new = _resources(before or {}), _resources(after or {})
    if before is None or after is None:
        kind, action = (Kind.NEW, Action.CREATE) if before is None else (Kind.REMOVED, Action.DESTROY)
        whole = [_whole(address, values, action) for address, values in {**old, **new}.items()]
        return EnvironmentDifference(name, kind, whole)
    resources = [*_existing(old, new, folders), *_coming_and_going(old, new)]
    outputs = [Change(path, *pair) for path, *pair in differing(_outputs(before), _outputs(after))]
    place = [Change(path, *pair) for path, *pair in differing(_place(before), _place(after))]
    kind = Kind.CHANGED if resources or outputs or place else Kind.SAME
    return EnvironmentDifference(name, kind, resources, outputs, place)


def _existing(old: Resources, new: Resources, folders: tuple[Path, Path]) -> Iterator[ResourceDifference]:
    """Compare what is there before and after, until no replacement makes another one."""
    made: set[str] = set()
    while True:
        found = [
            difference
            for address in old.keys() & new.keys()
            if (difference := _difference(address, (old, new), made, folders)).changes
        ]
        replaced = {difference.address for difference in found if difference.action is Action.REPLACE}
        if replaced == made:
            break
        made = replaced
    order = [*new]
    yield from sorted(found, key=lambda difference: order.index(difference.address))


def _difference(
    address: str, stacks: tuple[Resources, Resources], made: set[str], folders: tuple[Path, Path]
) -> ResourceDifference:
    old, new = stacks
    known = facts_of(address.split(".")[0])
    changes = []
    left, right = (resolve(old[address], old, set()), resolve(new[address], new, made))
    for path, before, after in differing(left, right):
        top = path.split(".")[0]
        if top == PACKAGE and HASH in right:
            continue
        if top == HASH:
            path, before, after = CODE, None, changed_files(folders, (left[PACKAGE], right[PACKAGE]))
        changes.append(Change(path, before, after, top in (known.replaces or ()), top in ONLY_TERRAFORM))
    action = Action.UPDATE if known.replaces is not None else Action.UNDECIDED
    if any(change.replaces for change in changes):
        action = Action.REPLACE
    refused = action is Action.REPLACE and _is_protected(new[address])
    return ResourceDifference(address, known.word, _name(left), action, changes, refused)


def _coming_and_going(old: Resources, new: Resources) -> Iterator[ResourceDifference]:
    yield from (_whole(address, new[address], Action.CREATE) for address in new if address not in old)
    yield from (_whole(address, old[address], Action.DESTROY) for address in old if address not in new)


def _whole(address: str, values: Json, action: Action) -> ResourceDifference:
    return ResourceDifference(address, facts_of(address.split(".")[0]).word, _name(values), action)


def _resources(stack: Json) -> Resources:
    return {
        f"{kind}.{identity}": {name: value for name, value in values.items() if name != "//"}
        for kind, resources in stack.get("resource", {}).items()
        for identity, values in resources.items()
    }


def _is_protected(values: Json) -> bool:
    return bool(values.get("lifecycle", {}).get("prevent_destroy"))


def _name(values: Json) -> str:
    return next((str(values[name]) for name in NAMES if name in values), "")


def _outputs(stack: Json) -> Json:
    return {name: output.get("value") for name, output in stack.get("output", {}).items()}


def _place(stack: Json) -> Json:
    """Return what decides where the state and the resources lie."""
    (backend,) = stack.get("terraform", {}).get("backend", {"none": {}}).values()
    providers = stack.get("provider", {}).get("aws", [{}])
    state = {name: backend[name] for name in ("path", "bucket", "key") if name in backend}
    return {"state": state, "region": providers[0].get("region")}
