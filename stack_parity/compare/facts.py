"""Texts that differ only where one side states a fact of the deployment and the other one refers to it."""

from __future__ import annotations

import re
from typing import Final

from stack_parity.model.program import Program

_FORMS: Final = {
    "account_id": r"\d{12}",
    "partition": r"aws(?:-[a-z]+)*",
    "region": r"[a-z]{2}(?:-[a-z]+)+-\d{1,2}",
}
"""By fact, what states it (AWS General Reference, "ARNs", "Regions and endpoints")."""

_ACCOUNT: Final = "${aws.account_id}"
_FACT: Final = re.compile(r"\$\{aws\.(" + "|".join(_FORMS) + r")\}")


def may_be_equal(left: str, right: str, programs: tuple[Program, Program]) -> bool:
    """Return whether two texts are equal if the deployment is where one of them says: `${aws.region}`, `eu-west-1`.

    Args:
        left: a text of the left.
        right: a text of the right.
        programs: the two, which may tell where they deploy to.
    """
    one, other = map(_open_facts, programs)
    return _fits(left, right, one) or _fits(right, left, other)


def are_equal(left: str, right: str, programs: tuple[Program, Program]) -> bool:
    """Return whether two texts are equal where an account that a program tells is the one that it refers to.

    Args:
        left: a text of the left.
        right: a text of the right.
        programs: the two, which may tell where they deploy to.
    """
    one, other = (
        text.replace(_ACCOUNT, program.account) if isinstance(program.account, str) else text
        for text, program in zip((left, right), programs, strict=True)
    )
    return one == other


def _open_facts(program: Program) -> frozenset[str]:
    """Return the facts that a program does not tell; its region tells its partition."""
    region = set() if isinstance(program.region, str) else {"partition", "region"}
    return frozenset(region | (set() if isinstance(program.account, str) else {"account_id"}))


def _fits(form: str, text: str, open_: frozenset[str]) -> bool:
    pieces = _FACT.split(form)
    if not open_.intersection(pieces[1::2]):
        return False
    pattern = "".join(_either(piece, open_) if number % 2 else re.escape(piece) for number, piece in enumerate(pieces))
    return re.fullmatch(pattern, text) is not None


def _either(fact: str, open_: frozenset[str]) -> str:
    reference = rf"\$\{{aws\.{fact}\}}"
    return rf"(?:{_FORMS[fact]}|{reference})" if fact in open_ else reference
