"""An AWS that answers badly during a deployment: it ends in time, says what AWS answered, and is brought back."""

from __future__ import annotations

import subprocess
import time
from dataclasses import dataclass
from typing import Final

from tools.torture.proxy import Faults, faults_before, nothing
from tools.torture.world import World

STATED_SECONDS: Final = 480.0
"""Within which a deployment ends, whatever AWS answers: a request is given up after 300."""


@dataclass(frozen=True)
class Fault:
    """A fault of AWS.

    Attributes:
        kind: what it does.
        request: a part of the requests that it does it to.
        times: how often.
    """

    kind: str
    request: str
    times: int

    def __str__(self) -> str:
        """Say it in one line."""
        return f"AWS {self.kind} to {self.request}, {self.times} times"


REQUESTS: Final = (
    "Action=CreateRole",
    "Action=PutRolePolicy",
    "Action=GetRole&",
    "Logs_20140328.CreateLogGroup",
    "POST /2015-03-31/functions",
    "Action=GetCallerIdentity",
    "Logs_20140328.DescribeLogGroups",
)
KINDS: Final = (
    "answers 500",
    "answers 503",
    "throttles (429)",
    "throttles (400)",
    "resets the connection",
    "loses its answer",
    "is slow",
)
FAULTS: Final = tuple(
    Fault(kind, request, times)
    for kind in KINDS
    for request in REQUESTS
    for times in ((1,) if kind == "loses its answer" else (2, 1000))
)


def try_fault(world: World, fault: Fault) -> list[str]:
    """Deploy while AWS fails, then without the fault; return what must not be."""
    world.empty()
    found = []
    with faults_before(world.variables["AWS_ENDPOINT_URL"]) as faults:
        _set(faults, fault)
        place = World(world.project, world.aws, {**world.variables, "AWS_ENDPOINT_URL": faults.url})
        start = time.monotonic()
        try:
            hurt = place.tap("deploy", "local", "--approve")
        except subprocess.TimeoutExpired as late:
            return [f"it did not end within {late.timeout:.0f} s"]
        took = time.monotonic() - start
        faults.matches = nothing
    if took > STATED_SECONDS:
        found.append(f"it took {took:.0f} s")
    if hurt.returncode != 0 and not faults.hit:
        found.append(f"it failed without a fault: {hurt.stdout[-300:]}")
    if "Traceback" in hurt.stdout:
        found.append("a traceback")
    if hurt.returncode != 0 and not _names_the_answer(hurt.stdout):
        found.append(f"AWS's answer is not named: {hurt.stdout[-300:]}")
    after = world.tap("recover", "local", "--approve")
    if after.returncode != 0:
        found.append(f"not recovered: {after.stdout[-300:]}")
    return found


def _set(faults: Faults, fault: Fault) -> None:
    faults.matches = lambda text: fault.request in text and faults.hit < fault.times
    faults.lose = fault.kind == "loses its answer"
    faults.reset = fault.kind == "resets the connection"
    faults.seconds = 3.0 if fault.kind == "is slow" else 0.0
    faults.status = {"answers 503": 503, "throttles (429)": 429, "throttles (400)": 400}.get(fault.kind, 500)


def _names_the_answer(said: str) -> bool:
    words = (
        "StatusCode",
        "answered",
        "EntityAlreadyExists",
        "AlreadyExists",
        "Throttling",
        "EOF",
        "connection",
        "Conflict",
    )
    return any(word in said for word in words)
