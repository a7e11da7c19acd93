"""What the user gave: the environments of one side, each read when it is asked for."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from stack_parity.errors import InputError
from stack_parity.model.program import Program
from stack_parity.sources.pulumi import end_running


@dataclass(frozen=True)
class Input:
    """One side: its environments by name, each with what loads it as it was read."""

    path: Path
    loaders: Mapping[str, Callable[[], Program]]
    named: bool
    """Whether the environments have names of the user's own; a lone file has none."""

    def load(self, environment: str) -> Program:
        """Read one environment.

        Raises:
            InputError: when the input has no such environment, or it cannot be read.
        """
        if environment not in self.loaders:
            known = ", ".join(self.loaders)
            raise InputError(f"{self.path}: no environment {environment!r}. It has: {known}.")
        program = self.loaders[environment]()
        return replace(program, environment=environment) if self.named else program


def load_all(wanted: Sequence[tuple[Input, str]]) -> list[Program]:
    """Read environments, several at once: most of the time is that of programs which run in processes of their own.

    Args:
        wanted: each an input and the name of one of its environments.

    Raises:
        InputError: when one cannot be read: the first such, in the given order.
    """
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        try:
            return list(pool.map(lambda one: one[0].load(one[1]), wanted))
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            end_running()
            raise
