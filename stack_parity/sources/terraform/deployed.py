"""Where a plan or a state deploys to, as its own values tell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

Item = Mapping[str, object]
"""One resource or data source as `terraform show -json` lists it."""

_STATED_BY: Final = {
    "region": ("aws_region", ("region", "name", "id"), 3),
    "account": ("aws_caller_identity", ("account_id",), 4),
}
"""By fact: the data source and its attributes that tell it, and its place in an ARN."""


def deployed_to(fact: str, items: Iterable[Item]) -> str | None:
    """Return the `region` or the `account` that a data source states, or that all ARNs agree on."""
    type_, attributes, place = _STATED_BY[fact]
    by_data: set[str] = set()
    by_arn: set[str] = set()
    for item in items:
        values = item.get("values")
        if not isinstance(values, dict):
            continue
        if item.get("type") == type_ and item.get("mode") == "data":
            by_data.update(str(values[key]) for key in attributes if values.get(key))
        steps = str(values.get("arn")).split(":")
        if len(steps) > place and steps[place]:
            by_arn.add(steps[place])
    for found in (by_data, by_arn):
        if len(found) == 1:
            return found.pop()
    return None
