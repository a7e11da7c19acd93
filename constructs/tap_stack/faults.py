"""What is wrong with an input, said so that its author can mend it at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

SHOWN_LIMIT: Final = 600
"""Characters that a message shows of one part of a fault."""

FAULTS_SHOWN: Final = 100
"""Faults that a message tells; a file with more has one cause."""


@dataclass(frozen=True)
class Fault:
    """One thing wrong: where it stands, what stands there, the rule it breaks and how to mend it.

    Args:
        where: the place as its author knows it: a file, or a file and a field (`environments/dev.toml: region`).
        found: what was found there.
        rule: the rule, with its source where AWS or Terraform made it.
        remedy: what to do.
    """

    where: str
    found: str
    rule: str
    remedy: str

    def seen_from(self, place: str, path: str = "") -> Fault:
        """Return the same fault as the author of something larger knows it.

        Args:
            place: takes the part of `where` up to its colon.
            path: where in there the smaller thing stands; goes before the rest of `where`.
        """
        inner = ".".join(filter(None, (path, self.where.partition(": ")[2])))
        return replace(self, where=f"{place}: {inner}" if inner else place)

    def __str__(self) -> str:
        where, found, rule, remedy = map(_printable, (self.where, self.found, self.rule, self.remedy))
        return f"  {where}\n    found:  {found}\n    rule:   {rule}\n    remedy: {remedy}"


def _printable(text: str) -> str:
    """Show control characters as escapes, and of a long text its beginning and its end."""
    text = "".join(char if char.isprintable() else ascii(char)[1:-1] for char in text)
    return text if len(text) <= SHOWN_LIMIT else f"{text[: SHOWN_LIMIT // 2]} … {text[-SHOWN_LIMIT // 2 :]}"


class TapStackError(ValueError):
    """An input that nothing can be built from. `str()` of it is the whole message for the input's author.

    Args:
        message: what is wrong, where, by which rule, and what to do.
    """

    def __init__(self, message: str) -> None:
        super().__init__(message)


class FaultsError(TapStackError):
    """An input with faults; the message tells all of them.

    Args:
        faults: at least one.
    """

    subject = "the input"
    """What the faults are in, as the message's title says it."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults: tuple[Fault, ...] = tuple(faults)
        count = "1 fault" if len(self.faults) == 1 else f"{len(self.faults)} faults"
        more = [f"  and {len(self.faults) - FAULTS_SHOWN} more"] if len(self.faults) > FAULTS_SHOWN else []
        told = [*map(str, self.faults[:FAULTS_SHOWN]), *more]
        super().__init__("\n".join([f"{count} in {self.subject}; nothing was synthesized.", *told]))

    def __reduce__(self) -> tuple[type[FaultsError], tuple[tuple[Fault, ...]]]:
        """Let another process have the faults, too."""
        return type(self), (self.faults,)


class SettingsError(FaultsError):
    """Settings that no stack can be built from, of files or of Python.

    Args:
        faults: at least one.
    """

    subject = "the settings"


class StatementError(FaultsError):
    """A policy statement that IAM or a reviewer would refuse.

    Args:
        faults: at least one.
    """

    subject = "the permissions"


class ConstructError(FaultsError):
    """A construct that cannot stand where it was put, by its id or by a name that it shares with another.

    Args:
        faults: at least one.
    """

    subject = "the constructs"
