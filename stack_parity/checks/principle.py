"""What every principle of a profile has: an id, a title, and a check with its thresholds."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Annotated, ClassVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from stack_parity.checks.facts import Facts
from stack_parity.checks.outcomes import Outcome

Words = Annotated[str, StringConstraints(min_length=1)]
Several = Annotated[tuple[Words, ...], Field(min_length=1, strict=False)]


class Principle(BaseModel, ABC):
    """One principle, as the profile states it; each kind of check is a subclass with the fields that it needs."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    permissions: ClassVar[bool] = False
    """Whether it is about permissions: a break of these is shown first."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*$")]
    title: Words

    @abstractmethod
    def outcome(self, facts: Facts) -> Outcome:
        """Return whether the principle holds on one side, and why."""
