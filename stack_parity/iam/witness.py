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

MOST: Final = 400
"""Requests that are tried for one grant."""
MOST_ACTIONS, MOST_RESOURCES, MOST_PRINCIPALS, MOST_CONTEXTS = 16, 12, 4, 24
"""Values of each element that are combined into requests."""
PATIENCE: Final = 8
"""Grants of two policies for which no request is found before the search is given up."""
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


class Separator:
    """Two policies, and the search for requests that only one of them allows."""

    def __init__(self, left: Policy, right: Policy) -> None:
        self._left, self._right = _without_references(left), _without_references(right)
        self._everyone = sorted(self._left | self._right)
        self._failures = 0

    def request(self, grant: Grant) -> tuple[Request, bool] | None:
        """Return a request to which a grant applies and that only one policy allows, and whether the left does.

        None where none is found: the difference may be one of writing, or the search has failed too often before.

        Args:
            grant: of one of the two, not covered by the other.
        """
        if self._failures == PATIENCE:
            return None
        own = grant.respelled(_plain)
        actions = _ranked(_actions(own, self._everyone), _acts, own, self._everyone)[:MOST_ACTIONS]
        about = [other for other in self._everyone if any(_acts(other, action) for action in actions)]
        one, other = (Policy(frozenset(side.intersection(about))) for side in (self._left, self._right))
        for request in _candidates(own, about, actions):
            if applies(own, request) and (by_left := allows(one, request)) != allows(other, request):
                return request, by_left
        self._failures += 1
        return None


def _candidates(grant: Grant, about: list[Grant], actions: list[str]) -> Iterator[Request]:
    """Yield requests: first those that the grant alone decides, as far as each element tells it."""
    resources = _ranked(_resources(about, actions[:1]), _reaches, grant, about)[:MOST_RESOURCES]
    principals = _ranked(_principals(about), _is_for, grant, about)[:MOST_PRINCIPALS]
    contexts = _ranked(_contexts(about), _holds, grant, about)[:MOST_CONTEXTS]
    places = product(*(range(len(several)) for several in (actions, resources, principals, contexts)))
    for at, where, who, which in islice(sorted(places, key=sum), MOST):
        yield Request(spelled(actions[at]), resources[where], principals[who], contexts[which])


def _ranked(
    found: Iterable[_Item], concerns: Callable[[Grant, _Item], bool], grant: Grant, everyone: list[Grant]
) -> list[_Item]:
    """Return what the grant is about, first what fewest others decide; what a Deny is about has to be allowed."""
    own = [item for item in dict.fromkeys(found) if concerns(grant, item)]
    weights = [-1 if (grant.effect, other.effect) == ("Deny", "Allow") else 1 for other in everyone]

    def decided(item: _Item) -> int:
        return sum(weight for weight, other in zip(weights, everyone, strict=True) if concerns(other, item))

    return sorted(own, key=decided)


def _acts(grant: Grant, action: str) -> bool:
    return matches_action(grant.actions, action)


def _reaches(grant: Grant, resource: str) -> bool:
    return matches_resource(grant.resources, resource)


def _is_for(grant: Grant, principal: str) -> bool:
    return matches_principal(grant.principals, principal)


def _holds(grant: Grant, context: _Context) -> bool:
    values = {key.lower(): value for key, value in context}
    return all(fulfilled(condition, values) for condition in grant.conditions)


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


def _without_references(policy: Policy) -> frozenset[Grant]:
    """Return the grants with every reference and policy variable made a plain text, the same for the same one."""
    return frozenset(grant.respelled(_plain) for grant in policy.grants)


def _plain(value: str) -> str:
    return _REFERENCE.sub(lambda found: _FACTS.get(found[1]) or re.sub(r"\W+", "-", found[1]), value)
