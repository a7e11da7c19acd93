"""The question before something is changed: answered with the environment's name, while nothing is locked."""

from __future__ import annotations

import sys

from tap_cli.errors import UserError


def check_can_ask(name: str, approved: bool) -> None:
    """Refuse a command that would have to ask where nobody can answer.

    Raises:
        UserError: there is no terminal, and no approval was given.
    """
    if not approved and not sys.stdin.isatty():
        raise UserError(
            f"There is no terminal to ask for approval on. Pass --approve, or apply a plan that was looked at: "
            f"tap plan {name} --out FILE, then tap deploy {name} --plan FILE"
        )


def ask_for(name: str, count: str) -> None:
    """Ask for the environment's name.

    Raises:
        UserError: the answer is another one; nothing was changed and nothing is locked.
    """
    try:
        answer = input(f"\n{count}. To go on, type the environment's name, {name}: ")
    except EOFError:
        answer = ""
    if answer.strip() != name:
        raise UserError(f"Not approved: the answer was {answer.strip()!r}, not {name!r}. Nothing was changed.")
