"""One deployment, update or destruction that is killed, and what one recovery makes of it."""

from __future__ import annotations

import os
import pty
import random
import re
import signal
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from tools.torture.world import SECONDS, World

PHASES: Final = {"deploy": (6, 1.5), "update": (3, 0.8), "destroy": (6, 0.4)}
"""The life of an environment: how many resources each phase touches, and about how many seconds one of them takes.

A phase begins where the recovery of the one before ended.
"""

RECOVERY: Final = "recover"

VICTIMS: Final = {
    "terraform": (signal.SIGKILL, signal.SIGTERM),
    "provider": (signal.SIGKILL,),
    "tap": (signal.SIGKILL, signal.SIGHUP, signal.SIGTERM),
    "make": (signal.SIGKILL, signal.SIGHUP, signal.SIGTERM),
}
"""Who is killed, and by what."""

PROVIDER: Final = "terraform-provider-"
LINGER_SECONDS: Final = 30.0
"""How long a provider whose Terraform is dead may live on before it is ended."""

BEFORE_SECONDS: Final = 20.0
"""About how long it takes until something is applied, on a machine that does other things, too."""

BEFORE_APPLY, IN_APPLY = re.compile("; provider "), re.compile(r": (Creating|Modifying|Destroying)\.\.\.")


@dataclass(frozen=True)
class Kill:
    """Who is killed by what, and when.

    Attributes:
        phase: what is under way.
        state: where the state lies; also the environment's name.
        victim: who is killed.
        number: the signal.
        resource: the how manieth resource is begun when it happens; 0 for the time before any is.
        delay: seconds after that.
    """

    phase: str
    state: str
    victim: str
    number: signal.Signals
    resource: int
    delay: float

    def __str__(self) -> str:
        """Say it in one line."""
        when = f"after resource {self.resource} was begun" if self.resource else "before anything was applied"
        return f"{self.state} {self.phase}: {self.number.name} to {self.victim}, {self.delay:.1f} s {when}"


@dataclass
class Outcome:
    """What became of a kill.

    Attributes:
        kill: the kill.
        hit: the victim was alive; else nothing was killed and nothing is counted.
        code: the exit code of what the user had started.
        damaged: the state could not be read.
        orphans: how many resources no state knew before the recovery.
        locked: a lock was left.
        faults: what must not be.
    """

    kill: Kill
    hit: bool = False
    code: int = 0
    damaged: bool = False
    orphans: int = 0
    locked: bool = False
    faults: list[str] = field(default_factory=list)


def episodes(dice: random.Random, state: str) -> Iterator[list[Kill]]:
    """Yield, phase after phase, a kill of it and up to two kills of the recovery that follows."""
    for phase, (resources, seconds) in PHASES.items():
        victim = dice.choice(sorted(VICTIMS))
        resource = dice.randint(0, resources)
        is_function = phase == "deploy" and resource == resources  # it comes last, and is created for some seconds
        delay = dice.uniform(0, seconds * (4 if is_function else 1)) if resource else dice.uniform(0, BEFORE_SECONDS)
        first = Kill(phase, state, victim, dice.choice(VICTIMS[victim]), resource, delay)
        yield [first, *(_of_recovery(dice, state) for _ in range(dice.randint(0, 2)))]


def _of_recovery(dice: random.Random, state: str) -> Kill:
    victim = dice.choice([victim for victim in sorted(VICTIMS) if victim != "make"])  # which has no such target
    return Kill(RECOVERY, state, victim, dice.choice(VICTIMS[victim]), 0, dice.uniform(0, 2 * BEFORE_SECONDS))


def try_kill(world: World, kill: Kill, revision: int) -> Outcome:
    """Kill as it is said, and look at what that left.

    Args:
        world: where; in the phases after the first, the environment is deployed.
        kill: the kill.
        revision: of the settings, for an update.
    """
    outcome = Outcome(kill)
    if kill.phase == "update":
        world.write_settings(kill.state, revision)
    said = _hurt(world, kill, outcome)
    if not _wait(world):
        outcome.faults.append("a process lives on")
    known, existing = world.known(kill.state), world.existing(kill.state)
    outcome.damaged = known is None
    outcome.orphans = len(existing - (known or set()))
    outcome.locked = kill.state == "s3" and bool(world.lock())
    if kill.phase == "destroy" and outcome.code == 0 and existing:
        outcome.faults.append("exit code 0, and not all is destroyed")
    if (
        outcome.code == 0
        and kill.phase in ("deploy", "update")
        and "a further plan is empty" not in said
        and outcome.hit
    ):
        outcome.faults.append("exit code 0 without a proof")
    return outcome


def _hurt(world: World, kill: Kill, outcome: Outcome) -> str:
    """Start the command, kill the victim at its moment, and wait for the end; return what was said."""
    verb = "deploy" if kill.phase == "update" else kill.phase
    unlock = ["--unlock", lock] if kill.phase == RECOVERY and kill.state == "s3" and (lock := world.lock()) else []
    command = world.command(verb, kill.state, "--approve", *unlock)
    controller, terminal = pty.openpty()
    if kill.victim == "make":
        command = ["make", "-o", "setup", verb, f"ENV={kill.state}"]
        os.write(controller, f"{kill.state}\n".encode())  # the answer waits in the terminal for the question
    process = subprocess.Popen(
        command,
        cwd=world.project.root,
        env=world.variables,
        stdin=terminal,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    os.close(terminal)
    said, begun = "", 0
    for line in process.stdout or ():
        said += line
        begun += bool(IN_APPLY.search(line))
        is_due = begun == kill.resource if kill.resource else bool(BEFORE_APPLY.search(line))
        if is_due and not outcome.hit:
            time.sleep(kill.delay)
            outcome.hit = _signal(world, kill, process)
    outcome.code = process.wait(SECONDS)
    os.close(controller)
    return said


def _signal(world: World, kill: Kill, process: subprocess.Popen[str]) -> bool:
    if process.poll() is not None:
        return False
    if kill.victim in ("tap", "make"):
        process.send_signal(kill.number)
        return True
    wanted = [pid for pid, name in world.working().items() if (PROVIDER in name) == (kill.victim == "provider")]
    for pid in wanted:
        os.kill(pid, kill.number)
    return bool(wanted)


def _wait(world: World) -> bool:
    """Wait until Terraform has ended; a provider that outlives it by long is ended, and counts."""
    deadline, lonely = time.monotonic() + SECONDS, 0.0
    while working := world.working():
        now = time.monotonic()
        lonely = (lonely or now) if all(PROVIDER in name for name in working.values()) else 0.0
        if now > deadline or (lonely and now - lonely > LINGER_SECONDS):
            for pid in working:
                os.kill(pid, signal.SIGKILL)
            return False
        time.sleep(0.2)
    return True


def recover_once(world: World, outcome: Outcome) -> None:
    """Recover once, with the lock that the recovery itself names, and note what is then still wrong."""
    state = outcome.kill.state
    answer = world.tap("recover", state, "--approve")
    if outcome.locked:
        named = re.search(r"--unlock (\S+)", answer.stdout)
        if answer.returncode != 3 or named is None:
            outcome.faults.append(f"the lock is not named: {_last(answer.stdout)}")
            return
        answer = world.tap("recover", state, "--approve", "--unlock", named[1])
    if answer.returncode != 0:
        outcome.faults.append(f"not recovered: {_last(answer.stdout)}")
    known, existing = world.known(state), world.existing(state)
    if known is None:
        outcome.faults.append("the state is lost")
    elif existing != known:
        outcome.faults.append(f"AWS and the state differ: {sorted(existing ^ known)}")
    elif not existing:
        outcome.faults.append("nothing is deployed after the recovery")
    if world.lock():
        outcome.faults.append("a lock is left after the recovery")


def _last(said: str) -> str:
    return " | ".join(said.strip().splitlines()[-4:])
