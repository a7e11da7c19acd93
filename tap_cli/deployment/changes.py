"""What a saved plan would do, for a reader who is about to approve it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

Json = dict[str, Any]

SIGNS: Final = {
    ("create",): ("+", "created"),
    ("update",): ("~", "changed in place"),
    ("delete",): ("-", "destroyed"),
    ("delete", "create"): ("!", "REPLACED: destroyed and made anew"),
    ("create", "delete"): ("!", "REPLACED: made anew, then the old one destroyed"),
    ("forget",): (".", "no longer managed"),
}
"""By the actions in Terraform's plan: a sign and words (Terraform's JSON output format, change representation)."""

UNCHANGED: Final = (["no-op"], ["read"])

LONGEST: Final = 60
"""Characters of a value that are shown."""


@dataclass(frozen=True)
class Changes:
    """The changes of a plan.

    Attributes:
        resources: each changed resource as the plan says it.
        outputs: the names of the outputs that change.
    """

    resources: tuple[Json, ...]
    outputs: tuple[str, ...]

    def __bool__(self) -> bool:
        """Say whether anything would change."""
        return bool(self.resources or self.outputs)

    def loses(self) -> bool:
        """Say whether anything is destroyed or replaced."""
        return any("delete" in resource["change"]["actions"] for resource in self.resources)

    def describe(self) -> Iterator[str]:
        """Yield one line for each resource, and one for each attribute that changes in place; then a count."""
        for resource in self.resources:
            yield from _describe(resource)
        if self.outputs:
            yield f"  ~ outputs: {', '.join(self.outputs)}"
        yield self.count()

    def count(self) -> str:
        """Return how many resources are added, changed, replaced, destroyed and adopted."""
        actions = [resource["change"]["actions"] for resource in self.resources]
        numbers = {
            "added": actions.count(["create"]),
            "changed": actions.count(["update"]),
            "replaced": sum(len(action) == 2 for action in actions),
            "destroyed": actions.count(["delete"]),
            "adopted": sum("importing" in resource["change"] for resource in self.resources),
        }
        shown = {
            what: number for what, number in numbers.items() if number or what in ("added", "changed", "destroyed")
        }
        return ", ".join(f"{number} {what}" for what, number in shown.items())


def changes_of(plan: Json) -> Changes:
    """Read the changes of a plan.

    Args:
        plan: what `terraform show -json` prints for it.
    """
    resources = [
        resource
        for resource in plan.get("resource_changes", [])
        if resource["change"]["actions"] not in UNCHANGED or "importing" in resource["change"]
    ]
    outputs = [name for name, change in plan.get("output_changes", {}).items() if change["actions"] != ["no-op"]]
    return Changes(tuple(resources), tuple(sorted(outputs)))


def changes_of_messages(messages: Sequence[Json]) -> Changes | None:
    """Read the changes of a plan from what Terraform said while it made it: that is known without asking it again.

    Args:
        messages: of `terraform plan -json` (Terraform's machine-readable UI), those of the types `planned_change` and
            `outputs`.

    Returns:
        The changes; None where the messages say too little: of anything but resources made or destroyed.
    """
    resources: list[Json] = []
    outputs: list[str] = []
    for message in messages:
        if message["type"] == "outputs":
            outputs += [name for name, output in message["outputs"].items() if output.get("action", "noop") != "noop"]
        elif "importing" in message["change"] or message["change"]["action"] not in ("create", "delete"):
            return None
        else:
            change = message["change"]
            resources.append({"address": change["resource"]["addr"], "change": {"actions": [change["action"]]}})
    if not resources:
        return None
    return Changes(tuple(sorted(resources, key=lambda one: str(one["address"]))), tuple(sorted(outputs)))


def _describe(resource: Json) -> Iterator[str]:
    change = resource["change"]
    sign, words = SIGNS.get(tuple(change["actions"]), (" ", "as it is"))
    if "importing" in change:
        words = f"adopted (id {change['importing'].get('id')}), {words}"
    yield f"  {sign} {resource['address']} {words}"
    if change["actions"] == ["update"] or len(change["actions"]) == 2:
        forced = {str(path[0]) for path in change.get("replace_paths", []) if path}
        for name, before, after in attributes(change):
            yield f"      {name}: {before} → {after}{'  forces the replacement' if name in forced else ''}"


def attributes(change: Json) -> Iterator[tuple[str, str, str]]:
    """Yield the attributes that a change changes: name, value before, value after; nothing of a sensitive one."""
    before, after, unknown = change["before"] or {}, change["after"] or {}, change.get("after_unknown") or {}
    for name in sorted({*before, *after, *unknown}):
        if unknown.get(name) is True:
            yield name, _cut(_text(change, "before", name), 0), "known after the apply"
        elif before.get(name) != after.get(name):
            texts = (_text(change, "before", name), _text(change, "after", name))
            same = _common(*texts) if max(map(len, texts)) > LONGEST else 0
            yield name, *(_cut(text, same) for text in texts)


def _text(change: Json, side: str, name: str) -> str:
    """Return a value as text; nothing of one that is sensitive, in whole or in a part."""
    mask = change.get(f"{side}_sensitive")
    if mask is True or (isinstance(mask, Mapping) and _any_true(mask.get(name))):
        return "(sensitive)"
    return json.dumps((change[side] or {}).get(name), ensure_ascii=False)


def _common(one: str, other: str) -> int:
    """Return how many characters both begin with."""
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _cut(text: str, same: int) -> str:
    """Cut a long text short, around where it stops to be the same as the other one."""
    start = max(0, same - LONGEST // 4)
    part = text[start : start + LONGEST]
    return f"{'…' if start else ''}{part}{'…' if start + LONGEST < len(text) else ''}"


def _any_true(mask: object) -> bool:
    if isinstance(mask, Mapping):
        return any(map(_any_true, mask.values()))
    return any(map(_any_true, mask)) if isinstance(mask, list) else mask is True
