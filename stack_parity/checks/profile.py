"""A profile: which principles hold for a program, with which thresholds; read from a TOML file.

The engine knows kinds of checks; what they ask for is the profile's. `docs/comparison.md` lists the kinds.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from stack_parity.checks import environments, function, permissions, structure
from stack_parity.checks.principle import Words
from stack_parity.errors import InputError

AnyPrinciple = Annotated[
    structure.ComponentClass
    | structure.TypedArguments
    | structure.AllInside
    | structure.TwoInstances
    | structure.Importable
    | structure.RunsAsWritten
    | environments.SeveralEnvironments
    | environments.EnvironmentsDiffer
    | environments.TagFollows
    | function.AttributeEquals
    | function.VariableFollows
    | function.OwnLogGroup
    | permissions.Allows
    | permissions.ConditionFollows
    | permissions.NothingBroader,
    Field(discriminator="check"),
]

LONGEST: Final = 1_000_000
"""Bytes of a profile that are read."""


class Profile(BaseModel):
    """The principles that both sides are held against."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: Words
    principles: tuple[AnyPrinciple, ...] = Field(alias="principle")

    @field_validator("principles")
    @classmethod
    def _each_id_once(cls, principles: tuple[AnyPrinciple, ...]) -> tuple[AnyPrinciple, ...]:
        if not principles:
            raise ValueError("a profile states one principle or more")
        ids = [principle.id for principle in principles]
        if twice := sorted({id_ for id_ in ids if ids.count(id_) > 1}):
            raise ValueError(f"each id stands once; given twice: {', '.join(twice)}")
        return principles


def read_profile(file: Path) -> Profile:
    """Read a profile.

    Raises:
        InputError: when the file cannot be read, is not TOML, or states principles wrongly: a line for each fault.
    """
    try:
        with file.open("rb") as stream:
            content = stream.read(LONGEST + 1)
        if len(content) > LONGEST:
            raise InputError(f"{file}: longer than {LONGEST:,} bytes. Give a profile.")
        document = tomllib.loads(content.decode("utf-8"))
    except OSError as error:
        raise InputError(f"{file}: cannot be read ({error.strerror}). Give an existing, readable file.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise InputError(f"{file}: not TOML ({error}).") from None
    try:
        return Profile.model_validate(document)
    except ValidationError as error:
        raise InputError("\n".join(f"{file}: {line}" for line in _faults(error, document))) from None


def _faults(error: ValidationError, document: dict[str, Any]) -> Iterator[str]:
    for fault in error.errors(include_url=False, include_context=False):
        place = [step for step in fault["loc"] if step != "principle"]
        message = fault["msg"].removeprefix("Value error, ")
        if place and isinstance(place[0], int):
            where = _principle(document, place[0])
            field = str(place[2]) if len(place) > 2 else "check" if fault["type"].startswith("union") else ""
        else:
            where, field = ("[[principle]]" if fault["loc"][:1] == ("principle",) else ""), ".".join(map(str, place))
        yield ": ".join(part for part in (where, field, f"{message}.") if part)


def _principle(document: dict[str, Any], index: int) -> str:
    entry = document["principle"][index]
    named = entry.get("id") if isinstance(entry, dict) else None
    return f"[[principle]] number {index + 1}" + (f" ({named})" if isinstance(named, str) else "")
