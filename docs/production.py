"""The page of production: what a review asks for, on or off in each environment."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from tap_stack.settings import DeploymentSettings
from tap_stack.settings.switches import switches

BEGIN: Final = "<!-- made from environments/ by `make reference` -->\n"
END: Final = "<!-- end of what is made -->\n"


def write_into(document: str, environments: Mapping[str, DeploymentSettings]) -> str:
    """Return the page with the tables between its two marks made anew.

    Raises:
        ValueError: the page lacks a mark.
    """
    before, begin, rest = document.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"the page lacks the line {(END if begin else BEGIN).strip()}")
    return before + begin + "\n" + "\n".join(_tables(environments)) + "\n" + end + after


def _tables(environments: Mapping[str, DeploymentSettings]) -> Iterator[str]:
    rows = zip(*(switches(one) for one in environments.values()), strict=True)
    yield f"| switch | setting | {' | '.join(environments)} |"
    yield "| --- | --- |" + " --- |" * len(environments)
    for row in rows:
        yield f"| {row[0].title} | `{row[0].setting}` | {' | '.join(one.value or 'off' for one in row)} |"
    for name, deployment in environments.items():
        if deployment.settings.profile:
            yield f"\nOff in `{name}`, profile {deployment.settings.profile}, and why:\n"
            yield from (f"- {one.title}: {one.when_off}." for one in switches(deployment) if one.value is None)
