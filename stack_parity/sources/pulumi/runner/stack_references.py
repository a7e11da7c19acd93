"""What another stack gives: each of its outputs is a stand-in, whatever it is there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

import pulumi

FEWEST: Final = 3
"""Items of an output that a program goes through as of a list."""


class StackOutput(str):
    """A stand-in for an output of another stack, and for what a program takes out of it as of a list or a mapping."""

    _token: Callable[[str, str], str]
    _urn: str
    _attribute: str

    def __new__(cls, token: Callable[[str, str], str], urn: str, attribute: str) -> StackOutput:
        """Make the stand-in of an attribute."""
        made = super().__new__(cls, token(urn, attribute))
        made._token, made._urn, made._attribute = token, urn, attribute
        return made

    def __getitem__(self, key: Any) -> Any:
        """Return the stand-in of an item."""
        if isinstance(key, slice):
            return [self[index] for index in range(*key.indices(FEWEST))]
        path = f"{self._attribute}[{key}]" if isinstance(key, int) else f"{self._attribute}.{key}"
        return StackOutput(self._token, self._urn, path)

    def __iter__(self) -> Iterator[Any]:
        """Yield the stand-ins of a few items."""
        return iter(self[:])

    def get(self, key: str, _default: Any = None) -> Any:
        """Return the stand-in of a member of a mapping."""
        return self[key]


def install(token: Callable[[str, str], str]) -> None:
    """Let references to other stacks give stand-ins, made by `token` from a URN and an attribute."""

    def get_output(self: pulumi.StackReference, name: pulumi.Input[str]) -> pulumi.Output[Any]:
        known = pulumi.Output.all(pulumi.Output.from_input(name), self.urn)
        return known.apply(lambda given: StackOutput(token, given[1], f"outputs.{given[0]}"))

    for name in ("get_output", "require_output"):
        setattr(pulumi.StackReference, name, get_output)
