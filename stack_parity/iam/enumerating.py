"""Which grant others allow once wildcards in actions are replaced by the actions that AWS has.

`s3:Get*` and a list of every action that it matches allow the same today; an action that AWS adds tomorrow tells them
apart. So the answer holds for the day of AWS's list, which the report names.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace

from stack_parity.iam.actions import matching
from stack_parity.iam.covering import covers
from stack_parity.iam.grants import Grant, Names
from stack_parity.iam.patterns import ANY, has_wildcard


def covered_today(narrow: Grant, others: Iterable[Grant]) -> bool:
    """Return whether grants together cover another, one for each action of AWS that it is about."""
    if not (narrow.actions.negated or any(map(has_wildcard, narrow.actions.values))):
        return False
    alike = [other for other in others if covers(replace(other, actions=narrow.actions), narrow)]
    if not alike:
        return False
    about, matched = _matcher([narrow.actions]), _matcher([other.actions for other in alike])
    wanted = (ANY,) if narrow.actions.negated else narrow.actions.values
    known = [action for pattern in wanted for action in matching(pattern) if about(action)]
    return bool(known) and all(map(matched, known))


def _matcher(several: list[Names]) -> Callable[[str], bool]:
    """Return the function that says whether one of several elements is about an action."""
    named = _named(value for names in several if not names.negated for value in names.values)
    spared = [_named(names.values) for names in several if names.negated]
    return lambda action: named(action) or any(not out(action) for out in spared)


def _named(patterns: Iterable[str]) -> Callable[[str], bool]:
    several = set(patterns)
    wild = {pattern for pattern in several if has_wildcard(pattern)}
    written = (re.escape(pattern).replace(r"\*", ".*").replace(r"\?", ".") for pattern in sorted(wild))
    expression, exact = re.compile("|".join(written) or "(?!)"), several - wild
    return lambda action: action in exact or bool(expression.fullmatch(action))
