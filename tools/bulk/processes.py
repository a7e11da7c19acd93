"""Tries all kinds of input: a few in this process, or all in processes that end after a while."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from typing import Final

from tools.bulk.files import try_files
from tools.bulk.folders import try_folders
from tools.bulk.surfaces import try_command_lines, try_emulated
from tools.bulk.tally import Tally

PROCESSES: Final = 2
IN_ONE_PROCESS: Final = 1_000
"""Inputs after which a process ends: the framework forgets nothing."""


@dataclass(frozen=True)
class Amounts:
    """How many inputs of each kind."""

    files: int = 20_000
    folders: int = 5_000
    command_lines: int = 2_000
    events: int = 2_000
    requests: int = 2_000
    every: int = 1
    """Of the files that the settings take, each so many-th is synthesized."""


FEW: Final = Amounts(files=60, folders=60, command_lines=40, events=40, requests=60)


def try_few() -> list[Tally]:
    """Try a few inputs of each kind, in this process."""
    return [
        try_files(0, FEW.files),
        try_folders(0, FEW.folders),
        try_command_lines(0, FEW.command_lines),
        *try_emulated(FEW.events, FEW.requests),
    ]


def try_all(amounts: Amounts) -> list[Tally]:
    """Try all, in processes that end after a while; one tally for each kind."""
    total: dict[str, Tally] = {}
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(PROCESSES, context, max_tasks_per_child=1) as pool:
        for future in list(_submitted(pool, amounts)):
            for tally in future.result():
                total.setdefault(tally.kind, Tally(tally.kind)).add(tally)
    return list(total.values())


def _submitted(pool: ProcessPoolExecutor, amounts: Amounts) -> Iterator[Future[list[Tally]]]:
    for name, amount, more in (
        ("files", amounts.files, (amounts.every,)),
        ("folders", amounts.folders, ()),
        ("command_lines", amounts.command_lines, ()),
    ):
        for first in range(0, amount, IN_ONE_PROCESS):
            yield pool.submit(_try_some, name, first, min(IN_ONE_PROCESS, amount - first), *more)
    yield pool.submit(try_emulated, amounts.events, amounts.requests)


_WORK: Final[Mapping[str, Callable[..., Tally]]] = {
    "files": try_files,
    "folders": try_folders,
    "command_lines": try_command_lines,
}


def _try_some(name: str, first: int, count: int, *more: int) -> list[Tally]:
    return [_WORK[name](first, count, *more)]
