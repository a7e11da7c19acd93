"""A request that one of two policies allows and the other does not.

Where the covering test fails, what it found uncovered is made concrete: an action that the pattern matches, a resource
with its wildcards filled in, and a context that fulfils the grant's conditions and not the other side's. Each candidate
is judged against both whole policies, so a request that is returned separates them, also where a Deny has its say.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice, product
from typing import Final, TypeAlias, TypeVar

from stack_parity.iam.actions import arn_format, matching, spelled
from stack_parity.iam.grants import Grant, Policy
from stack_parity.iam.patterns import ANY, has_wildcard
from stack_parity.iam.requests import (
    Request,
    allows,
    applies,
    fulfilled,
    matches_action,
    matches_principal,
    matches_resource,
)

MOST: Final = 500
"""Requests that are tried for one grant."""
MOST_ACTIONS, MOST_RESOURCES, MOST_PRINCIPALS, MOST_CONTEXTS = 16, 12, 4, 24
"""Values of each element that are combined into requests."""
_MOST_COMBINATIONS: Final = 2000
"""Combinations of values of condition keys that are looked at."""

_Context: TypeAlias = tuple[tuple[str, str], ...]
_Item = TypeVar("_Item")

_REFERENCE: Final = re.compile(r"\$?\$\{([^}]*)\}")
_FACTS: Final = {"aws.partition": "aws", "aws.region": "eu-west-1", "aws.account_id": "123456789012"}
_PLACE: Final = {"Partition": "aws", "Region": "eu-west-1", "Account": "123456789012"}
"""What stands in a made-up ARN for the deployment's own."""
_ACTIONS: Final = ("s3:getobject", "iam:passrole", "sts:assumerole", "ec2:describeinstances", "logs:putlogevents")
_PRINCIPALS: Final = ("AWS:444455556666", "Service:ec2.amazonaws.com")
_FILLS: Final = ("x", "", "x/y", "y")
_VALUES: Final = ("x", "y", "0", "999999999", "true", "false", "192.0.2.1", "1970-01-01", "2999-01-01")
"""Values that a context may have and no condition names."""


def separating_request(grant: Grant, left: Policy, right: Policy) -> tuple[Request, bool] | None:
    """Return a request to which a grant applies and that only one of two policies allows, and whether the left does.

    None where none is found: the difference may be one of writing.

    Args:
        grant: of one of the two, not covered by the other.
        left: one policy.
        right: the other.
    """
    one, other = _without_references(left), _without_references(right)
    own = grant.respelled(_plain)
    for request in _candidates(own, one.grants | other.grants):
        if applies(own, request) and (by_left := allows(one, request)) != allows(other, request):
            return request, by_left
    return None


def _candidates(grant: Grant, grants: Iterable[Grant]) -> Iterator[Request]:
    """Yield requests: first those that the grant alone decides, as far as each element tells it."""
    everyone = sorted(grants)
    rivals = [other for other in everyone if other != grant]
    actions = _ranked(
        _actions(grant, everyone),
        lambda item, action: matches_action(item.actions, action),
        grant,
        rivals,
    )[:MOST_ACTIONS]
    resources = _ranked(
        _resources(everyone, actions[:1]),
        lambda item, resource: matches_resource(item.resources, resource),
        grant,
        rivals,
    )[:MOST_RESOURCES]
    principals = _ranked(
        _principals(everyone), lambda item, principal: matches_principal(item.principals, principal), grant, rivals
    )[:MOST_PRINCIPALS]
    contexts = _ranked(_contexts(everyone), _holds, grant, rivals)[:MOST_CONTEXTS]
    places = product(*(range(len(several)) for several in (actions, resources, principals, contexts)))
    for at, where, who, which in islice(sorted(places, key=sum), MOST):
        yield Request(spelled(actions[at]), resources[where], principals[who], contexts[which])


def _ranked(
    found: Iterable[_Item], concerns: Callable[[Grant, _Item], bool], grant: Grant, rivals: list[Grant]
) -> list[_Item]:
    """Return what the grant is about, first what fewest rivals decide; what a Deny is about has to be allowed."""
    own = [item for item in dict.fromkeys(found) if concerns(grant, item)]
    weights = [-1 if (grant.effect, rival.effect) == ("Deny", "Allow") else 1 for rival in rivals]

    def decided(item: _Item) -> int:
        return sum(weight for weight, rival in zip(weights, rivals, strict=True) if concerns(rival, item))

    return sorted(own, key=decided)


def _actions(grant: Grant, everyone: list[Grant]) -> Iterator[str]:
    named = (value for other in everyone for value in other.actions.values)
    for pattern in dict.fromkeys((*named, *grant.actions.values)):
        if not has_wildcard(pattern):
            yield pattern
        elif pattern != ANY:
            yield from matching(pattern)
            yield _filled(pattern, "x")
    yield from _ACTIONS


def _resources(everyone: list[Grant], actions: list[str]) -> Iterator[str]:
    if not any(other.resources.values for other in everyone):
        yield ""
        return
    for action in actions:
        kind = arn_format(action)
        yield re.sub(r"\$\{(\w+)\}", lambda found: _PLACE.get(found[1], "x"), kind)
    for pattern in (value for other in everyone for value in other.resources.values):
        yield from (_filled(pattern, fill) for fill in _FILLS if pattern != ANY)


def _principals(everyone: list[Grant]) -> Iterator[str]:
    named = [value for other in everyone for value in other.principals.values]
    candidates = (*named, *_PRINCIPALS) if named else ("",)
    yield from (value for value in candidates if not value.endswith(f":{ANY}"))


def _holds(grant: Grant, context: _Context) -> bool:
    values = {key.lower(): value for key, value in context}
    return all(fulfilled(condition, values) for condition in grant.conditions)


def _contexts(everyone: list[Grant]) -> Iterator[_Context]:
    """Yield combinations of the values that conditions name, of others, and of absent keys."""
    conditions = [condition for grant in everyone for condition in grant.conditions]
    named: dict[str, tuple[str, list[str]]] = {}
    for condition in conditions:
        _, values = named.setdefault(condition.key, (condition.spelled[1], []))
        values.extend(chain.from_iterable(map(_samples, condition.values)))
    options = [
        [None, *((key, value) for value in dict.fromkeys((*values, *_VALUES)))] for key, values in named.values()
    ]
    for chosen in islice(product(*options), _MOST_COMBINATIONS):
        yield tuple(item for item in chosen if item is not None)


def _samples(value: str) -> Iterator[str]:
    """Yield values that a condition's own value admits: a pattern filled in, both ends of a network."""
    try:
        network = ipaddress.ip_network(value, strict=False)
    except ValueError:
        yield from dict.fromkeys(_filled(value, fill) for fill in _FILLS[:2])
    else:
        yield from (str(network[0]), str(network[-1]))


def _filled(pattern: str, fill: str) -> str:
    return pattern.replace(ANY, fill).replace("?", fill[:1] or "x")


def _without_references(policy: Policy) -> Policy:
    """Return the policy with every reference and policy variable made a plain text, the same for the same one."""
    return Policy(frozenset(grant.respelled(_plain) for grant in policy.grants))


def _plain(value: str) -> str:
    return _REFERENCE.sub(lambda found: _FACTS.get(found[1]) or re.sub(r"\W+", "-", found[1]), value)
