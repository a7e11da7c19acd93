"""Which grant allows all that another allows.

The answer is never wrongly yes; in rare cases of wildcards against several wildcards it is no where yes would be right.
"""

from __future__ import annotations

from functools import cache

from stack_parity.iam.conditions import implied
from stack_parity.iam.grants import Grant, Names, Policy
from stack_parity.iam.patterns import ANY, matches_all, overlaps


def missing(wanted: Policy, present: Policy) -> tuple[Grant, ...]:
    """Give the grants of `wanted` that nothing in `present` covers, sorted."""
    return tuple(
        grant
        for grant in sorted(wanted.grants - present.grants)
        if not any(covers(other, grant) for other in present.grants)
    )


@cache
def covers(broad: Grant, narrow: Grant) -> bool:
    """Return whether `broad` applies to every request that `narrow` applies to."""
    return (
        broad.effect == narrow.effect
        and _names_cover(broad.actions, narrow.actions)
        and _names_cover(broad.resources, narrow.resources)
        and _principals_cover(broad.principals, narrow.principals)
        and all(any(implied(condition, given) for given in narrow.conditions) for condition in broad.conditions)
    )


def _names_cover(broad: Names, narrow: Names) -> bool:
    if broad == narrow:
        return True
    if not (broad.values and narrow.values):
        return False
    if broad.negated and narrow.negated:
        return all(any(matches_all(out, given) for out in narrow.values) for given in broad.values)
    if broad.negated:
        return not any(overlaps(out, given) for out in broad.values for given in narrow.values)
    if narrow.negated:
        return ANY in broad.values
    return all(any(matches_all(pattern, given) for pattern in broad.values) for given in narrow.values)


def _principals_cover(broad: Names, narrow: Names) -> bool:
    """Compare principals, which know no wildcard but a whole `*` (IAM JSON policy elements: Principal)."""
    if broad.negated or narrow.negated:
        return broad.negated and narrow.negated and set(broad.values) <= set(narrow.values)
    if not (broad.values and narrow.values):
        return broad == narrow
    return all(value in broad.values or _everyone_like(value) in broad.values for value in narrow.values)


def _everyone_like(principal: str) -> str:
    return f"{principal.partition(':')[0]}:{ANY}"
