"""The one error of this package that a user can cause."""

from __future__ import annotations


class InputError(Exception):
    """What was given cannot be compared; the message is one line: what, where, the rule, the remedy."""
