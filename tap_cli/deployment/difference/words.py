"""The differences in plain words, for people."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, Final

from tap_cli.deployment.difference.model import Action, Change, EnvironmentDifference, Kind, ResourceDifference
from tap_cli.deployment.difference.replacement import facts_of
from tap_cli.deployment.difference.stacks import CODE

LONGEST: Final = 60
"""Characters of a value that are shown."""

VERBS: Final = {
    Action.REPLACE: ("is replaced", "are replaced"),
    Action.DESTROY: ("is destroyed", "are destroyed"),
    Action.CREATE: ("is created", "are created"),
    Action.UPDATE: ("changes in place", "change in place"),
    Action.UNDECIDED: ("changes, in place or by replacement", "change, in place or by replacement"),
}
"""What happens, for one and for several; the worst first."""

_REFERENCE: Final = re.compile(r"\$\{(?:data\.)?(\w+)\.[\w-]+\.(\w+)\}")


def lines(difference: EnvironmentDifference) -> Iterator[str]:
    """Yield the lines on one environment: what happens as a whole, then each change."""
    name = difference.name
    if difference.kind is Kind.SAME:
        yield f"{name}: nothing changes"
        return
    yield f"{name}: {_whole(difference)}"
    for change in difference.place:
        yield f"  {change.path} {_pair(change)}: what is deployed stays where it is; `tap plan` and `tap deploy` refuse"
    several = {word for word, count in Counter(each.word for each in difference.resources).items() if count > 1}
    for resource in difference.resources:
        yield from _resource(resource, with_name=resource.word in several)
    yield from (f"  output {change.path} {_pair(change)}" for change in difference.outputs)


def _whole(difference: EnvironmentDifference) -> str:
    """Say what happens to an environment in one line."""
    counts = Counter(resource.action for resource in difference.resources)
    parts = [_count(counts[action], *verb) for action, verb in VERBS.items() if counts[action]]
    said = ", ".join(parts) or ("only outputs change" if difference.outputs else "the place of its state changes")
    if difference.kind is Kind.NEW:
        return f"a new environment: {said}"
    if difference.kind is Kind.REMOVED:
        return f"its file is gone: what is deployed stays, and no program knows it; destroy it before ({said})"
    undecided = counts[Action.REPLACE] + counts[Action.DESTROY] + counts[Action.UNDECIDED]
    return said if undecided else f"{said}; nothing is replaced"


def _count(number: int, one: str, several: str) -> str:
    return f"1 resource {one}" if number == 1 else f"{number} resources {several}"


def _resource(resource: ResourceDifference, *, with_name: bool) -> Iterator[str]:
    title = f"{resource.word} {resource.name}" if with_name and resource.name else resource.word
    refused = "; Terraform refuses: prevent_destroy is set" if resource.refused else ""
    match resource.action:
        case Action.CREATE | Action.DESTROY:
            yield f"  {title} {VERBS[resource.action][0]}{refused}"
        case Action.REPLACE:
            why = [change for change in resource.changes if change.replaces]
            more = len(resource.changes) - len(why)
            yield from (f"  {title} {_change(change)}, which replaces it{refused}" for change in why)
            if more:
                yield f"  {title} and {more} more that {'changes' if more == 1 else 'change'} with it"
        case _:
            how = "" if resource.action is Action.UNDECIDED else ", in place"
            for change in resource.changes:
                yield f"  {title} {_change(change)}{', for Terraform alone' if change.only_terraform else how}"


def _change(change: Change) -> str:
    path = change.path.replace(".Statement.", ".")
    return f"code: {change.after}" if change.path == CODE else f"{path} {_pair(change)}"


def _pair(change: Change) -> str:
    if isinstance(change.before, list) and isinstance(change.after, list):
        return _elements(change.before, change.after)
    return f"{_text(change.before)} → {_text(change.after)}"


def _elements(before: Sequence[Any], after: Sequence[Any]) -> str:
    """Say of two lists what one has and the other has not, or that their order differs."""
    parts = [f"without {_text(each)}" for each in before if each not in after]
    parts += [f"with {_text(each)}" for each in after if each not in before]
    return ", ".join(parts) or "in another order"


def _text(value: Any) -> str:
    if value is None:
        return "none"
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    text = _REFERENCE.sub(lambda found: f"<{facts_of(found[1]).word} {found[2]}>", text) or '""'
    return text if len(text) <= LONGEST else f"{text[: LONGEST // 2]}…{text[-LONGEST // 2 :]}"
