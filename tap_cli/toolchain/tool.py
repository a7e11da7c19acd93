"""The protocol that every tool of this folder follows, so that set-up and diagnosis walk one list of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from tap_cli.toolchain.step import Step
from tap_cli.toolchain.workstation import Workstation


@dataclass(frozen=True)
class Found:
    """A tool that will do; `origin` tells a person where it comes from."""

    path: Path
    version: str
    origin: str


class Tool(Protocol):
    """A module of this folder: how one tool is found, and how set-up makes it."""

    @property
    def TITLE(self) -> str:  # noqa: N802 - a constant of the module
        """What the tool is, for people."""

    def find(self, workstation: Workstation, /) -> Found:
        """Find the tool.

        Raises:
            UserError: it is missing; the text says how to get it.
        """

    def steps(self, workstation: Workstation, /) -> Iterable[Step]:
        """Return the steps of set-up that make the tool; none where it comes with another one."""
