"""Literal ARNs and account numbers, with the facts of the deployment as references."""

from __future__ import annotations

import re

from stack_parity.model.values import CONTEXT, Part, Ref, Value, join_parts


class LiteralArns:
    """Reads the partition, and the account where it is known, out of texts.

    Args:
        partition: to which the program deploys.
        account: to which it deploys; None where it is not known.
    """

    def __init__(self, partition: str, account: str | None) -> None:
        self._account = account
        self._start = f"arn:{partition}:"
        self._partition = re.compile(rf"(?<=arn:){re.escape(partition)}(?=:)")
        self._owner = re.compile(rf"(?<=:){re.escape(account)}(?=:)") if account is not None else None

    def read(self, text: str) -> Value:
        """Return a text with references for the facts in its ARNs; an account that stands alone is one, too."""
        if text == self._account:
            return Ref(CONTEXT, "account_id")
        if self._start not in text and (self._account is None or self._account not in text):
            return text
        parts = _between(self._partition.split(text), Ref(CONTEXT, "partition"))
        if self._owner is None:
            return join_parts(parts)
        owner = Ref(CONTEXT, "account_id")
        return join_parts(
            new
            for part in parts
            for new in (_between(self._owner.split(part), owner) if isinstance(part, str) else [part])
        )


def _between(pieces: list[str], reference: Ref) -> list[Part]:
    """Put a reference between the pieces."""
    parts: list[Part] = [reference] * (2 * len(pieces) - 1)
    parts[::2] = pieces
    return parts
